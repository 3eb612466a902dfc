// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Tests.Records;

/// <summary>Old segments taken away: the chain, the ledgers and the counters go on as if they were there.</summary>
public sealed class SegmentStoreTests
{
    private const long Small = 4000;
    private static readonly LedgerName Lamp = new("lamp", false);

    private readonly MemoryFolder folder = new();
    private readonly MemoryFolder copies = new();
    private readonly NumberFormat format = new(new SerialRange(1, 99, 1), 0x08000000, 4, SerialOrder.LittleEndian, bcd: false);

    [Fact]
    public void Remove_ClosedSegments_ChainLedgersAndIdsGoOn()
    {
        Fill(12);
        var anchor = JournalAnchor.Take(folder);
        var segments = SegmentStore.List(folder);
        Assert.Equal([.. Enumerable.Repeat(true, segments.Count - 2), false, false], segments.Select(s => s.Closed));
        Assert.Equal(segments.Count - 2, SegmentStore.Export(folder, copies));
        Assert.Equal(0, SegmentStore.Export(folder, copies));

        var removed = SegmentStore.Remove(folder, copies);

        Assert.Equal(segments.Count - 2, removed.Count);
        var report = RecordVerifier.Verify(folder);
        Assert.True(report.Intact, report.Break?.ToString());
        Assert.Equal((anchor.Count, anchor.Records, anchor.Hash), (report.Lines, report.Records, report.LastHash));
        Assert.Equal(anchor, JournalAnchor.Take(folder));
        Assert.True(JournalAnchor.Meets(folder, anchor.Count, anchor.Hash));
        Assert.True(JournalAnchor.Meets(folder, removed[0].LastSequence, removed[0].LastHash));
        Assert.True(RecordVerifier.Verify(copies).Intact);
        Assert.Equal(removed[^1].LastHash, RecordVerifier.Verify(copies).LastHash);

        using (var journal = RecordBench.Open(folder, segmentBytes: Small))
        {
            var ledger = SerialLedger.Open(journal, folder);
            Assert.Equal((13L, 20L), ledger.Count(Lamp));
            Assert.Equal("14", ledger.Preview(Lamp, format).Text);
            Assert.Equal("2", ledger.Reserve(Lamp, format, "r", "AA01", SeenBoard.OwnSerial).Value.Text);
            Assert.Equal(SerialCause.AlreadyDone, Assert.Throws<SerialException>(() => ledger.Reserve(Lamp, format, "r", "AA02", SeenBoard.Refuse)).Cause);
        }

        Assert.True(RecordVerifier.Verify(folder).Intact);
    }

    [Fact]
    public void Remove_Twice_KeepsEveryAnchor()
    {
        Fill(9);
        _ = SegmentStore.Export(folder, copies);
        var first = SegmentStore.Remove(folder, copies, through: 2);
        Assert.Equal([1, 2], first.Select(s => s.Segment));
        Fill(9, from: 20);
        _ = SegmentStore.Export(folder, copies);
        var second = SegmentStore.Remove(folder, copies);
        Assert.Equal(3, second[0].Segment);
        Assert.Equal([.. first, .. second], JournalStart.Of(folder).Removed);
        Assert.True(RecordVerifier.Verify(folder).Intact);
        Assert.True(RecordVerifier.Verify(copies).Intact);
        Assert.Equal(1, folder.Names().Count(name => name.StartsWith("serials-", StringComparison.Ordinal)));
    }

    [Fact]
    public void Index_AfterARemoval_IsBuiltAnewFromWhatIsThere()
    {
        Fill(12);
        _ = SegmentStore.Export(folder, copies);
        _ = SegmentStore.Remove(folder, copies);
        var index = new MemoryIndex();
        using var indexer = new RecordIndexer(folder, new RecordIndexSource(() => index, () => { }));
        _ = indexer.CatchUp();
        Assert.Equal(new RecordReader(folder).Query(new RecordFilter(), 0, 100), index.Query(new RecordFilter(), 0, 100));
        Assert.InRange(index.Count(new RecordFilter()), 1, 11);
        Assert.Null(new RecordReader(folder).FindAt("00001-00001", "1:0"));
        Assert.Null(new RecordReader(folder).Find("00001-00001"));
    }

    [Fact]
    public void Remove_CopyMissingOrAnother_RemovesNothing()
    {
        Fill(12);
        Assert.Throws<RecordException>(() => SegmentStore.Remove(folder, copies));
        _ = SegmentStore.Export(folder, copies);
        var bytes = copies.Bytes("journal-000002.jsonl");
        bytes[7] ^= 1;
        copies.SetBytes("journal-000002.jsonl", bytes);
        var before = folder.Names().Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal)).ToList();
        Assert.Throws<RecordException>(() => SegmentStore.Remove(folder, copies));
        Assert.Equal(before, folder.Names().Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal)));
        Assert.Same(JournalStart.Whole, JournalStart.Of(folder));
    }

    [Fact]
    public void Remove_SegmentThatIsNotClosed_IsRefused()
    {
        Fill(12);
        _ = SegmentStore.Export(folder, copies);
        Assert.Throws<RecordException>(() => SegmentStore.Remove(folder, copies, through: SegmentStore.List(folder)[^1].Number));
    }

    [Fact]
    public void Open_RemovalThatWasInterrupted_IsFinished()
    {
        Fill(12);
        _ = SegmentStore.Export(folder, copies);
        var left = folder.Bytes("journal-000001.jsonl");
        _ = SegmentStore.Remove(folder, copies);
        folder.SetBytes("journal-000001.jsonl", left);
        Assert.True(RecordVerifier.Verify(folder).Intact);
        RecordBench.Open(folder).Dispose();
        Assert.DoesNotContain("journal-000001.jsonl", folder.Names());
    }

    [Fact]
    public void Open_AnchorOrLedgersLostOrChanged_IsRefused()
    {
        Fill(12);
        _ = SegmentStore.Export(folder, copies);
        _ = SegmentStore.Remove(folder, copies);
        var serials = JournalStart.Of(folder).Serials;
        var kept = folder.Bytes(serials);
        folder.SetBytes(serials, [.. kept, 32]);
        Assert.Throws<RecordException>(() => SerialLedger.Look(folder));
        folder.SetBytes(serials, kept);
        folder.SetBytes(JournalStart.FileName, [1, 2, 3]);
        Assert.Throws<RecordException>(() => RecordBench.Open(folder));
        folder.Delete(JournalStart.FileName);
        Assert.Equal(JournalFault.MissingSegment, Assert.Throws<RecordException>(() => RecordBench.Open(folder)).Break!.Fault);
    }

    private void Fill(int jobs, int from = 0)
    {
        using var journal = RecordBench.Open(folder, segmentBytes: Small);
        var ledger = SerialLedger.Open(journal, folder);
        if (from == 0)
        {
            ledger.Limit(Lamp, 20, "test");
            ledger.Commit(ledger.Reserve(Lamp, format, "r", "AA00", SeenBoard.OwnSerial));
        }

        for (var i = from + 1; i <= from + jobs; i++)
        {
            _ = RecordBench.PassingJob(journal);
            if (from == 0)
            {
                ledger.Commit(ledger.Reserve(Lamp, format, "r", FormattableString.Invariant($"AA{i:D2}"), SeenBoard.OwnSerial));
            }
        }
    }
}
