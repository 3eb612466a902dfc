// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Jobs.Records;
using Appliance.Platform.Files;
using Appliance.Platform.Host;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>Records taken away, and the proof of them.</summary>
public sealed class RecordsExportTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Records_AfterTwoJobs_AreExportedFilteredAndAnchored()
    {
        Assert.Equal(2, _appliance.Run("records", "export").ExitCode);
        Assert.Equal(0, _appliance.Run("demo", "--json").ExitCode);
        var anchor = _appliance.Run("records", "anchor").Output.Trim();
        Assert.NotEqual(0, _appliance.Run("demo", "--fault", "no-target", "--json").ExitCode);

        var lines = _appliance.Run("records", "export").Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("record,sequence,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",PASS,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",FAIL,", lines[2], StringComparison.Ordinal);

        var file = Path.Combine(_appliance.Home, "out.jsonl");
        Assert.Equal(0, _appliance.Run("records", "export", "--format", "jsonl", "--verdict", "pass", "-o", file).ExitCode);
        Assert.Equal("PASS", JsonDocument.Parse(Assert.Single(File.ReadAllLines(file))).RootElement.GetProperty("verdict").GetString());
        Assert.False(File.Exists(file + ".part"));

        Assert.Equal(0, _appliance.Run("records", "anchor", "--check", anchor).ExitCode);
        Assert.Equal(1, _appliance.Run("records", "anchor", "--check", $"1:{new string('0', 64)}").ExitCode);
    }

    [Fact]
    public void Segments_ExportedAndRemoved_LeaveAChainThatGoesOn()
    {
        var journal = Path.Combine(_appliance.Home, "data", "journal");
        using (var records = RecordJournal.Open(new DurableFolder(journal), new LinuxHost(TimeProvider.System, "test"), TimeProvider.System, new JournalOptions(SegmentBytes: 2000)))
        {
            for (var i = 0; i < 6; i++)
            {
                var record = RecordWriter.Begin(records, new JobStart("test", "1", new ProjectFacts("lamp", "1", new string('a', 64)), "sim", "shell", true));
                record.Evidence(new EvidenceFacts(EvidenceClass.Readback, "flash", 256, "cbf43926", []));
                record.Finish(new JobEnd(RecordVerdict.Pass, 100, null));
            }
        }

        var (copies, anchor) = (Path.Combine(_appliance.Home, "copies"), _appliance.Run("records", "anchor").Output.Trim());
        int Segments() => Directory.GetFiles(journal, "journal-*.jsonl").Length;
        var before = Segments();
        Assert.True(before > 3);
        Assert.Equal(2, _appliance.Run("records", "segments", "remove", "--copies", copies).ExitCode);
        Assert.Contains($"{before - 2} segments copied", _appliance.Run("records", "segments", "export", copies).Output, StringComparison.Ordinal);
        Assert.Equal(0, _appliance.Run("records", "verify", "--journal", copies).ExitCode);

        File.AppendAllText(Path.Combine(copies, "journal-000001.jsonl"), "x");
        Assert.Equal(3, _appliance.Run("records", "segments", "remove", "--copies", copies).ExitCode);
        Assert.Equal(before, Segments());
        File.Delete(Path.Combine(copies, "journal-000001.jsonl"));
        Assert.Contains("1 segments copied", _appliance.Run("records", "segments", "export", copies).Output, StringComparison.Ordinal);
        Assert.Equal(0, _appliance.Run("records", "segments", "remove", "--copies", copies).ExitCode);

        Assert.Equal(2, Segments());
        Assert.Equal(0, _appliance.Run("records", "verify").ExitCode);
        Assert.Equal(0, _appliance.Run("records", "anchor", "--check", anchor).ExitCode);
        Assert.Equal(0, _appliance.Run("demo", "--json").ExitCode);
        Assert.Equal("PASS", _appliance.Run("records", "list", "--json").Json.GetProperty("records")[0].GetProperty("verdict").GetString());
        var kept = _appliance.Run("records", "anchor", "--kept", "--json");
        Assert.Equal(0, kept.ExitCode);
        Assert.True(Assert.Single(kept.Json.GetProperty("anchors").EnumerateArray()).GetProperty("met").GetBoolean());
    }

    [Theory]
    [InlineData("export", "--format", "xml")]
    [InlineData("export", "--from", "yesterday")]
    [InlineData("list", "--verdict", "GOOD")]
    [InlineData("anchor", "--check", "1:abc")]
    public void Records_WrongUsage_IsRefused(params string[] arguments)
    {
        _appliance.Run("run", _appliance.Home, "--json");
        Assert.Equal(2, _appliance.Run(["records", .. arguments]).ExitCode);
    }
}
