// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Tests.Records;

public class RecordJournalTests
{
    private const string First = "journal-000001.jsonl";

    [Fact]
    public void Open_EmptyFolder_BeginsSessionOneOnTheDisk()
    {
        var folder = new MemoryFolder();
        using var journal = RecordBench.Open(folder);
        Assert.Equal(1, journal.Opening.Session);
        Assert.Equal(2, journal.FlushedSequence);
        Assert.Equal(2, folder.AfterCut(_ => []).Bytes(First).Count(b => b == '\n'));
    }

    [Fact]
    public void Open_SecondWriter_IsRefused()
    {
        var folder = new MemoryFolder();
        using var journal = RecordBench.Open(folder);
        Assert.Equal(RecordCause.Locked, Assert.Throws<RecordException>(() => RecordBench.Open(folder)).Cause);
    }

    [Fact]
    public void Open_AfterDispose_BeginsTheNextSession()
    {
        var folder = new MemoryFolder();
        RecordBench.Open(folder).Dispose();
        using var journal = RecordBench.Open(folder);
        Assert.Equal(2, journal.Opening.Session);
        Assert.Equal("00002-00001", journal.NewRecordId());
    }

    [Fact]
    public void Open_TornLastLine_MovesItAsideAndReports()
    {
        var folder = new MemoryFolder();
        RecordBench.Open(folder).Dispose();
        folder.SetBytes(First, [.. folder.Bytes(First), .. "{\"seq\":3,\"ut"u8]);
        using (var journal = RecordBench.Open(folder))
        {
            Assert.Equal(12, journal.Opening.TornBytes);
            Assert.Equal("{\"seq\":3,\"ut"u8.ToArray(), folder.Bytes(journal.Opening.TornFile));
            Assert.Equal("12 unfinished bytes at the end of the journal were moved to " + journal.Opening.TornFile + ".", journal.Opening.ToString());
        }

        Assert.True(RecordVerifier.Verify(folder).Intact);
    }

    [Fact]
    public void Open_FlippedByteInAFlushedLine_RefusesWithItsPlaceAndChangesNothing()
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder))
        {
            _ = RecordBench.PassingJob(journal);
        }

        var bytes = folder.Bytes(First);
        var second = Array.IndexOf(bytes, (byte)'\n') + 1;
        bytes[second + 10] ^= 1;
        folder.SetBytes(First, bytes);
        var error = Assert.Throws<RecordException>(() => RecordBench.Open(folder));
        Assert.Equal(RecordCause.ChainBroken, error.Cause);
        Assert.Equal(new JournalPlace(First, 2, second), error.Break!.Place);
        Assert.Equal(bytes, folder.Bytes(First));
    }

    [Fact]
    public void Open_ALineTakenOut_RefusesBySequence()
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder))
        {
            _ = RecordBench.PassingJob(journal);
        }

        var bytes = folder.Bytes(First);
        var first = Array.IndexOf(bytes, (byte)'\n') + 1;
        var second = Array.IndexOf(bytes, (byte)'\n', first) + 1;
        folder.SetBytes(First, [.. bytes[..first], .. bytes[second..]]);
        Assert.Equal(JournalFault.Sequence, Assert.Throws<RecordException>(() => RecordBench.Open(folder)).Break!.Fault);
    }

    [Fact]
    public void Open_LineChangedWithItsChecksumMadeRight_RefusesByHashAtTheNext()
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder))
        {
            _ = RecordBench.FailingJob(journal);
        }

        var lines = Text(folder, First).Split('\n');
        var changed = lines[3].Replace("\"FAIL\"", "\"PASS\"", StringComparison.Ordinal)[..^JournalLineEncoder.SuffixLength];
        var crc = Crc32C.Of(System.Text.Encoding.UTF8.GetBytes(changed));
        lines[3] = FormattableString.Invariant($"{changed},\"crc\":\"{crc:x8}\"}}");
        folder.SetBytes(First, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var error = Assert.Throws<RecordException>(() => RecordBench.Open(folder));
        Assert.Equal((JournalFault.Hash, 5L), (error.Break!.Fault, error.Break.Place.Line));
    }

    [Theory]
    [InlineData("boot-1", "the program ended")]
    [InlineData("boot-2", "the appliance restarted")]
    public void Open_JobWithoutVerdict_IsRecordedAsInterrupted(string boot, string reason)
    {
        var folder = new MemoryFolder();
        string id;
        using (var journal = RecordBench.Open(folder))
        {
            id = RecordBench.OpenJob(journal);
            _ = RecordBench.FailingJob(journal);
        }

        using var again = RecordBench.Open(folder, new BenchHost { BootId = boot });
        Assert.Equal([id], again.Opening.Interrupted);
        Assert.Equal("Recorded as interrupted: " + id + ".", again.Opening.ToString());
        Assert.Contains("\"record\":\"" + id + "\",\"event\":\"job-interrupted\"", Text(folder, First), StringComparison.Ordinal);
        Assert.Contains(
            "{\"reason\":\"" + reason + "\",\"lastStage\":\"erase\",\"code\":\"E604\",\"cause\":\"interrupted\"}", Text(folder, First), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_InterruptedOnce_IsNotInterruptedAgain()
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder))
        {
            _ = RecordBench.OpenJob(journal);
        }

        RecordBench.Open(folder).Dispose();
        using var third = RecordBench.Open(folder);
        Assert.Empty(third.Opening.Interrupted);
    }

    [Theory]
    [InlineData(FileFault.DiskFull, RecordCause.DiskFull)]
    [InlineData(FileFault.ReadOnly, RecordCause.ReadOnly)]
    [InlineData(FileFault.IoError, RecordCause.IoError)]
    public void Append_DiskRefuses_NothingIsRecordedUntilReopened(FileFault fault, RecordCause cause)
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder))
        {
            folder.Fault = fault;
            Assert.Equal(cause, Assert.Throws<RecordException>(() => RecordBench.FailingJob(journal)).Cause);
            folder.Fault = null;
            Assert.Equal(cause, Assert.Throws<RecordException>(() => RecordBench.FailingJob(journal)).Cause);
            Assert.Equal(cause, journal.Failure!.Cause);
        }

        using var again = RecordBench.Open(folder);
        Assert.Null(again.Failure);
        Assert.Equal("00002-00001", RecordBench.PassingJob(again));
    }

    [Fact]
    public void Append_SegmentFull_GoesOnInTheNextWithTheChainCarriedOver()
    {
        var folder = new MemoryFolder();
        string open;
        using (var journal = RecordBench.Open(folder, segmentBytes: 4000))
        {
            open = RecordBench.OpenJob(journal);
            for (var i = 0; i < 20; i++)
            {
                _ = RecordBench.PassingJob(journal);
            }
        }

        Assert.True(JournalSegments.List(folder).Count > 4);
        using var again = RecordBench.Open(folder, segmentBytes: 4000);
        Assert.Equal([open], again.Opening.Interrupted);
        Assert.Equal(2, again.Opening.Session);
    }

    [Fact]
    public void Open_SegmentMissing_Refuses()
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder, segmentBytes: 4000))
        {
            for (var i = 0; i < 20; i++)
            {
                _ = RecordBench.PassingJob(journal);
            }
        }

        folder.Delete("journal-000002.jsonl");
        var error = Assert.Throws<RecordException>(() => RecordBench.Open(folder));
        Assert.Equal(JournalFault.MissingSegment, error.Break!.Fault);
        Assert.Equal("journal-000002.jsonl", error.Break.Place.Segment);
    }

    [Fact]
    public void Condemn_BrokenOlderSegment_RefusesFromThenOn()
    {
        using var journal = RecordBench.Open(new MemoryFolder());
        journal.Condemn(new JournalBreak(new JournalPlace(First, 1, 0), JournalFault.Checksum, "test"));
        Assert.Equal(RecordCause.ChainBroken, Assert.Throws<RecordException>(() => RecordBench.FailingJob(journal)).Cause);
    }

    [Fact]
    public void Append_BodyLongerThanALine_IsRefusedAndTheJournalGoesOn()
    {
        using var journal = RecordBench.Open(new MemoryFolder());
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        _ = Assert.Throws<ArgumentException>(() => writer.Warning(new WarningFacts("W", new string('x', 1 << 20))));
        writer.Finish(RecordBench.Fail);
        Assert.Null(journal.Failure);
    }

    [Fact]
    public void Dispose_VouchesForTheLastRecord()
    {
        var folder = new MemoryFolder();
        using (var journal = RecordBench.Open(folder))
        {
            _ = RecordBench.PassingJob(journal);
        }

        var bytes = folder.Bytes(First);
        bytes[Text(folder, First).IndexOf("PASS", StringComparison.Ordinal)] ^= 1;
        folder.SetBytes(First, bytes);
        Assert.Equal(JournalFault.Checksum, Assert.Throws<RecordException>(() => RecordBench.Open(folder)).Break!.Fault);
    }

    [Fact]
    public void Dispose_DiskRefuses_DoesNotThrowAndKeepsTheReason()
    {
        var folder = new MemoryFolder();
        var journal = RecordBench.Open(folder);
        folder.Fault = FileFault.ReadOnly;
        journal.Dispose();
        Assert.Equal(RecordCause.ReadOnly, journal.Failure!.Cause);
    }

    private static string Text(MemoryFolder folder, string name) => System.Text.Encoding.UTF8.GetString(folder.Bytes(name));
}
