// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Jobs.Records;
using Appliance.Ports.Records;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Records;

public class RecordExportTests
{
    [Fact]
    public void Csv_AwkwardText_IsQuotedAndNoFormula()
    {
        var row = new RecordRow(
            "00001-00001", 3, new DateTimeOffset(2026, 3, 1, 6, 30, 0, 125, TimeSpan.Zero), "FAIL", "=cmd|'x'", "4, \"b\"", "E201", "no\nanswer",
            "0102", false, 20, "1:0", "-7");
        var text = new StringWriter();
        RecordExport.WriteCsv(text, [row]);
        Assert.Equal(
            "record,sequence,started_utc,verdict,project,revision,code,cause,unique_id,simulated,milliseconds,serial\r\n"
            + "00001-00001,3,2026-03-01T06:30:00.125Z,FAIL,'=cmd|'x',\"4, \"\"b\"\"\",E201,\"no\nanswer\",0102,false,20,'-7\r\n",
            text.ToString());
    }

    [Fact]
    public void JsonLines_TwoRecords_AreOneObjectALine()
    {
        var folder = new SimulatedFolder();
        using var journal = RecordBench.Open(folder);
        string[] made = [RecordBench.PassingJob(journal), RecordBench.FailingJob(journal)];
        var text = new StringWriter();
        RecordExport.WriteJsonLines(text, new RecordReader(folder).All());
        var lines = text.ToString().Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(made, lines[..^1].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public void Anchor_LaterEditOrCut_IsSeen()
    {
        var folder = new SimulatedFolder();
        using (var journal = RecordBench.Open(folder))
        {
            RecordBench.PassingJob(journal);
        }

        var anchor = JournalAnchor.Take(folder);
        Assert.Equal((RecordVerifier.Verify(folder).Lines, 1L), (anchor.Count, anchor.Records));
        using (var journal = RecordBench.Open(folder))
        {
            RecordBench.PassingJob(journal);
        }

        Assert.True(JournalAnchor.Meets(folder, anchor.Count, anchor.Hash));
        Assert.False(JournalAnchor.Meets(folder, anchor.Count, new string('a', 64)));
        Assert.False(JournalAnchor.Meets(folder, anchor.Count + 1000, anchor.Hash));
        folder.Corrupt("journal-000001.jsonl", 30, 1);
        Assert.Equal(RecordCause.ChainBroken, Assert.Throws<RecordException>(() => JournalAnchor.Meets(folder, anchor.Count, anchor.Hash)).Cause);
        Assert.Equal(RecordCause.ChainBroken, Assert.Throws<RecordException>(() => JournalAnchor.Take(folder)).Cause);
    }

    [Theory]
    [InlineData(799, false)]
    [InlineData(800, true)]
    [InlineData(1000, true)]
    public void DiskRoom_From80PercentOn_Warns(int used, bool warns)
    {
        var folder = new SimulatedFolder { Capacity = 1000 };
        using var file = folder.Open("a");
        file.Append(new byte[used]);
        Assert.Equal(warns, DiskRoom.Warning(folder) is not null);
    }
}
