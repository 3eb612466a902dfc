// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Jobs.Records;
using Appliance.Ports.Host;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Tests.Records;

public class RecordReaderTests
{
    private readonly MemoryFolder folder = new();

    [Fact]
    public void Newest_ManySegments_IsWhatAQueryOfTheWholeJournalGives()
    {
        using var journal = RecordBench.Open(folder, segmentBytes: 4000);
        for (var i = 0; i < 12; i++)
        {
            _ = RecordBench.PassingJob(journal);
        }

        var reader = new RecordReader(folder);
        foreach (var take in new[] { 1, 5, 12, 40 })
        {
            Assert.Equal(reader.Query(new RecordFilter(), 0, take), reader.Newest(take));
        }

        Assert.Equal(12, reader.Since(new BenchTime().Now).Count);
        Assert.Empty(reader.Since(new BenchTime().Now.AddTicks(1)));
    }

    [Fact]
    public void Find_PassingJob_ReturnsEveryFactWritten()
    {
        using var journal = RecordBench.Open(folder);
        var record = new RecordReader(folder).Find(RecordBench.PassingJob(journal))!;
        Assert.Equal("00001-00001", record.Id);
        Assert.Equal(3, record.Sequence);
        Assert.Equal("boot-1", record.Boot);
        Assert.Equal(new BenchTime().Now, record.StartedUtc);
        Assert.Equal(ClockQuality.Unset, record.Clock);
        Assert.Equal(RecordBench.Start, record.Start);
        Assert.Equal(new ProbeFacts("sim", null, 4_000_000, "normal"), record.Probe);
        Assert.Equal("0102030405060708090a0b0c", record.Target!.UniqueId);
        Assert.Equal(new NamedFact("DPIDR", "0x1ba01477"), Assert.Single(record.Target.Ids));
        Assert.Equal(new PlanFacts("mass", "faster", 1, 1024, 1000, "readback", 120), record.Plan);
        Assert.Equal(new StageFacts("erase", StageOutcome.Done, 1, 30.25), Assert.Single(record.Stages));
        Assert.Equal("cbf43926", Assert.Single(record.Evidence).Crc32);
        Assert.Equal("W-003", Assert.Single(record.Warnings).Code);
        Assert.Equal(RecordBench.Pass, record.End);
        Assert.Equal(RecordVerdict.Pass, record.Verdict);
    }

    [Fact]
    public void Find_FailingJob_ReturnsItsError()
    {
        using var journal = RecordBench.Open(folder);
        var record = new RecordReader(folder).Find(RecordBench.FailingJob(journal))!;
        Assert.Equal(RecordVerdict.Fail, record.Verdict);
        Assert.Equal(RecordBench.Error, record.End!.Error);
        Assert.Null(record.Target);
    }

    [Fact]
    public void Find_OpenThenInterrupted_ShowsRunningThenInterrupted()
    {
        string id;
        using (var journal = RecordBench.Open(folder))
        {
            id = RecordBench.OpenJob(journal);
            Assert.Equal(RecordVerdict.Running, new RecordReader(folder).Find(id)!.Verdict);
        }

        using var again = RecordBench.Open(folder, new BenchHost { BootId = "boot-2" });
        var record = new RecordReader(folder).Find(id)!;
        Assert.Equal(RecordVerdict.Interrupted, record.Verdict);
        Assert.Equal(new Interruption("the appliance restarted", "erase"), record.Interruption);
        Assert.Equal("boot-1", record.Boot);
    }

    [Fact]
    public void FindAt_PlaceFromARow_ReadsTheSameRecord()
    {
        using var journal = RecordBench.Open(folder, segmentBytes: 4000);
        for (var i = 0; i < 9; i++)
        {
            _ = RecordBench.PassingJob(journal);
        }

        var reader = new RecordReader(folder);
        foreach (var row in reader.Query(new RecordFilter(), 0, 100))
        {
            Assert.Equal(JobRecordJson.ToText(reader.Find(row.Id)!), JobRecordJson.ToText(reader.FindAt(row.Id, row.Location)!));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1:-1")]
    [InlineData("99:0")]
    [InlineData("99999999999:0")]
    public void FindAt_Nonsense_FindsNothing(string location)
    {
        using var journal = RecordBench.Open(folder);
        Assert.Null(new RecordReader(folder).FindAt(RecordBench.PassingJob(journal), location));
    }

    [Fact]
    public void Query_Filter_NewestFirstByPage()
    {
        using var journal = RecordBench.Open(folder);
        var first = RecordBench.PassingJob(journal);
        _ = RecordBench.FailingJob(journal);
        var third = RecordBench.PassingJob(journal, "ff");
        var reader = new RecordReader(folder);
        Assert.Equal([third, first], reader.Query(new RecordFilter(Verdict: "PASS"), 0, 10).Select(r => r.Id));
        Assert.Equal([first], reader.Query(new RecordFilter(Verdict: "PASS"), 1, 10).Select(r => r.Id));
        Assert.Equal(third, Assert.Single(reader.Query(new RecordFilter(UniqueId: "ff"), 0, 10)).Id);
        Assert.Empty(reader.Query(new RecordFilter(Project: "other"), 0, 10));
    }

    [Fact]
    public void All_DamagedInTheMiddle_ReturnsWhatIsBeforeAndThenSaysSo()
    {
        using (var journal = RecordBench.Open(folder))
        {
            _ = RecordBench.PassingJob(journal);
            _ = RecordBench.PassingJob(journal);
            _ = RecordBench.FailingJob(journal);
        }

        var bytes = folder.Bytes("journal-000001.jsonl");
        bytes[bytes.Length / 2] ^= 4;
        folder.SetBytes("journal-000001.jsonl", bytes);
        var seen = new List<string>();
        var error = Assert.Throws<RecordException>(() =>
        {
            foreach (var record in new RecordReader(folder).All())
            {
                seen.Add(record.Id);
            }
        });
        Assert.Equal("00001-00001", seen[0]);
        Assert.Equal(JournalFault.Checksum, error.Break!.Fault);
    }

    [Fact]
    public void ToText_Record_IsOneJsonObjectWithWordsAsRecordsSpellThem()
    {
        using var journal = RecordBench.Open(folder);
        using var json = JsonDocument.Parse(JobRecordJson.ToText(new RecordReader(folder).Find(RecordBench.PassingJob(journal))!));
        Assert.Equal("PASS", json.RootElement.GetProperty("verdict").GetString());
        Assert.Equal("readback", json.RootElement.GetProperty("evidence")[0].GetProperty("class").GetString());
        Assert.Equal("Türöffner", json.RootElement.GetProperty("start").GetProperty("project").GetProperty("name").GetString());
    }
}
