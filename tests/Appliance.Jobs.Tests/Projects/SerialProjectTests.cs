// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;
using Appliance.Jobs.Serials;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Projects;

/// <summary>The keys <c>serial</c>, <c>patches</c> and <c>limit</c>, down to the bytes of the first board.</summary>
public sealed class SerialProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("format: text, address: 0x0801FC00, length: 12, template: 'LMP-{dec:6}', last: 999999", "LMP-000001", "0801FC00=4C4D502D3030303030310000")]
    [InlineData("format: number, address: 0x0801FC00, length: 4, first: 0x10, last: 0xFFFF, step: 2", "16", "0801FC00=10000000")]
    [InlineData("format: number, address: 0x0801FC00, length: 4, last: 9, order: big", "1", "0801FC00=00000001")]
    [InlineData("format: bcd, address: 0x0801FC00, length: 3, first: 4711, last: 999999", "4711", "0801FC00=114700")]
    [InlineData("format: mac, address: 0x0801FC00, first: '02:00:5E:10:00:01', last: '02:00:5E:10:00:FF'", "02:00:5E:10:00:01", "0801FC00=02005E100001")]
    [InlineData("format: uuid, address: 0x0801FC00, base: 12345678-9abc-8def-8000-000000000000, last: 99", "12345678-9abc-8def-8000-000000000001", "0801FC00=123456789ABC8DEF8000000000000001")]
    [InlineData("format: list, address: 0x0801FC00, length: 4, file: SNLIST.TXT", "AA010000", "0801FC00=AA010000")]
    [InlineData("format: list, address: 0x0801FC00, length: 4, file: SNLIST.TXT, counter: SERIAL.TXT", "AA020000", "0801FC00=AA020000")]
    public void Serial_EveryFormat_GivesTheBytesOfTheFirstBoard(string serial, string text, string bytes)
    {
        var first = Job($"serial: {{{serial}}}\n").Serials!.First();
        Assert.Equal((text, bytes), (first.Text, Bytes(first)));
    }

    [Fact]
    public void Patches_WithASerial_ShareItsCounter()
    {
        var job = Job("serial: {format: number, address: 0x0801FC00, length: 2, first: 5, last: 99}\npatches: Patches.txt\nlimit: 7\n");
        Assert.Equal("0801F000=0102;0801FC00=0500", Bytes(job.Serials!.First()));
        Assert.Equal("0801F010=03;0801FC00=0600", Bytes(job.Serials.Format.Make(6)));
        Assert.Equal((UInt128)6, job.Serials.Format.Range.Last);
        Assert.Equal(7, job.Serials.Limit);
        Assert.True(job.Serials.IsList);
    }

    [Fact]
    public void Limit_Alone_CountsBoards()
    {
        var job = Job("limit: Cntdown.txt\n");
        Assert.Equal((5L, "Cntdown.txt"), (job.Serials!.Left, job.Serials.LeftSource));
        Assert.Empty(job.Serials.First().Patches);
        Assert.Equal("demo", job.Serials.Ledger);
    }

    [Fact]
    public void Plan_OfTheFirstBoard_HoldsItsSerial()
    {
        var job = Job("serial: {format: number, address: 0x0801FC00, length: 4, last: 99}\n");
        Assert.Equal(8, job.Plan.BytesInImage);
        Assert.Equal(4, job.Image.ByteCount);
    }

    [Theory]
    [InlineData("serial: {format: text, address: 0x0801FC00, length: 4, template: 'LMP-{dec:6}', last: 9}", "bad-serials")]
    [InlineData("serial: {format: number, address: 0x0801FC00, length: 1, last: 256}", "bad-serials")]
    [InlineData("serial: {format: number, address: 0x0801FC00, length: 4, first: 9, last: 8}", "bad-serials")]
    [InlineData("serial: {format: number, address: 0x0801FC00, length: 4, last: many}", "bad-serials")]
    [InlineData("serial: {format: number, address: 0x20000000, length: 4, last: 9}", "image-outside")]
    [InlineData("serial: {format: number, address: 0x0801FFFE, length: 4, last: 9}", "image-outside")]
    [InlineData("serial: {format: number, address: 0x0801FC00, length: 4}", "missing-key")]
    [InlineData("serial: {address: 0x0801FC00, length: 4}", "missing-key")]
    [InlineData("serial: {format: number, address: 0x0801FC00, length: 4, last: 9, template: x}", "unknown-key")]
    [InlineData("serial: {format: numbers, address: 0x0801FC00, length: 4, last: 9}", "bad-value")]
    [InlineData("serial: {format: list, address: 0x0801FC00, length: 4, file: nowhere.txt}", "missing-file")]
    [InlineData("serial: {format: list, address: 0x0801FC00, length: 4, file: ../SNLIST.TXT}", "unsafe-path")]
    [InlineData("serial: {format: list, address: 0x0801FC00, length: 1, file: SNLIST.TXT}", "bad-serials")]
    [InlineData("serial: {format: number, address: 0x0801F000, length: 4, last: 9}\npatches: Patches.txt", "bad-serials")]
    [InlineData("patches: SERIAL.TXT", "bad-serials")]
    [InlineData("patches: Outside.txt", "image-outside")]
    [InlineData("limit: 0", "out-of-range")]
    [InlineData("limit: Empty.txt", "bad-serials")]
    [InlineData("limit: [1]", "wrong-type")]
    public void Mistakes_AreFoundBeforeTheFirstBoard(string yaml, string code) =>
        Assert.Equal([code], Check(yaml + "\n").Problems.Select(problem => problem.CodeText));

    [Fact]
    public void ContentHash_ChangesWithEverySerialKeyAndFile()
    {
        string[] projects =
        [
            "", "limit: 5\n", "limit: 6\n", "limit: Cntdown.txt\n", "patches: Patches.txt\n",
            "serial: {format: number, address: 0x0801FC00, length: 4, last: 9}\n", "serial: {format: number, address: 0x0801FC00, length: 4, last: 9, seen: refuse}\n",
            "serial: {format: number, address: 0x0801FC00, length: 4, last: 9, ledger: x}\n", "serial: {format: bcd, address: 0x0801FC00, length: 4, last: 9}\n",
        ];
        Assert.Equal(projects.Length, projects.Select(yaml => Job(yaml).Project.ContentHash).Distinct().Count());
        var before = Job("limit: Cntdown.txt\n").Project.ContentHash;
        _folder.Write("Cntdown.txt", "4");
        Assert.NotEqual(before, Check("limit: Cntdown.txt\n", write: false).Job!.Project.ContentHash);
    }

    private static string Bytes(SerialValue value) => string.Join(';', value.Patches.Select(patch => $"{patch.Address:X8}={patch.Bytes}"));

    private PreparedJob Job(string yaml)
    {
        var result = Check(yaml);
        Assert.Empty(result.Problems);
        return result.Job!;
    }

    private CheckResult Check(string yaml, bool write = true)
    {
        _folder.Write("a.bin", [1, 2, 3, 4]);
        if (write)
        {
            _folder.Write("SNLIST.TXT", "AA01\r\nAA02\r\nAA03\r\n");
            _folder.Write("SERIAL.TXT", "1\r\n");
            _folder.Write("Cntdown.txt", "5");
            _folder.Write("Empty.txt", "\r\n");
            _folder.Write("Patches.txt", "1,801F000,2:0102\n1,801F010,1:03\n");
            _folder.Write("Outside.txt", "1,801F000,2:0102\n1,20000000,1:03\n");
        }

        _folder.Write("project.yaml", $"name: demo\nrevision: 1\ntarget: stm32f103cb\nfiles: [{{path: a.bin, address: 0x08000000}}]\n{yaml}");
        return ProjectCheck.Check(_folder.Path, ChipCatalog.Default);
    }
}
