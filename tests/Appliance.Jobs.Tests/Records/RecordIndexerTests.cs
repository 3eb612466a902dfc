// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Tests.Records;

public class RecordIndexerTests
{
    private readonly MemoryFolder folder = new();
    private MemoryIndex index = new();
    private int discarded;

    private RecordIndexSource Source => new(
        () => index.Damaged ? throw new RecordIndexException("file is not a database") : index,
        () =>
        {
            discarded++;
            index = new MemoryIndex();
        });

    [Fact]
    public void CatchUp_EmptyIndex_TakesEverything()
    {
        using var journal = RecordBench.Open(folder, segmentBytes: 4000);
        for (var i = 0; i < 6; i++)
        {
            _ = RecordBench.PassingJob(journal);
            _ = RecordBench.FailingJob(journal);
        }

        using var indexer = new RecordIndexer(folder, Source);
        Assert.Equal("the index is empty", indexer.CatchUp().Rebuilt);
        Assert.Equal(new RecordReader(folder).Query(new RecordFilter(), 0, 100), index.Query(new RecordFilter(), 0, 100));
        Assert.Equal(journal.FlushedSequence, index.LastSequence);
    }

    [Fact]
    public void CatchUp_JobHalfDone_GoesOnLineByLine()
    {
        using var journal = RecordBench.Open(folder);
        using var indexer = new RecordIndexer(folder, Source);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        _ = indexer.CatchUp();
        Assert.Equal("RUNNING", index.Query(new RecordFilter(Id: writer.Id), 0, 1)[0].Verdict);
        writer.Target(new TargetFacts("stm32f103cb", "abcd", []));
        Assert.Equal(new IndexReport(1, null), indexer.CatchUp());
        writer.Finish(RecordBench.Fail);
        Assert.Equal(new IndexReport(1, null), indexer.CatchUp());
        var row = index.Query(new RecordFilter(Id: writer.Id), 0, 1)[0];
        Assert.Equal(("FAIL", "abcd", "E-201", "no-target", 20L), (row.Verdict, row.UniqueId, row.Code, row.Cause, row.Milliseconds));
    }

    [Fact]
    public void CatchUp_NothingNew_LeavesTheIndexAlone()
    {
        using var journal = RecordBench.Open(folder);
        using var indexer = new RecordIndexer(folder, Source);
        _ = indexer.CatchUp();
        Assert.Equal(new IndexReport(0, null), indexer.CatchUp());
        Assert.Equal(1, index.Applied);
    }

    [Fact]
    public void CatchUp_IndexBehind_GoesOnWhereItWas()
    {
        using var journal = RecordBench.Open(folder, segmentBytes: 4000);
        for (var i = 0; i < 9; i++)
        {
            _ = RecordBench.PassingJob(journal);
        }

        using (var first = new RecordIndexer(folder, Source))
        {
            _ = first.CatchUp();
        }

        _ = RecordBench.FailingJob(journal);
        using var second = new RecordIndexer(folder, Source);
        var report = second.CatchUp();
        Assert.Null(report.Rebuilt);
        Assert.InRange(report.Lines, 2, 3);
        Assert.Equal(0, index.Cleared);
        Assert.Equal(10, index.Count(new RecordFilter()));
    }

    [Fact]
    public void IsInStep_OnlyWhereEveryRecordIsKnown()
    {
        using (var journal = RecordBench.Open(folder))
        {
            using var indexer = new RecordIndexer(folder, Source);
            Assert.False(RecordIndexer.IsInStep(folder, index));
            _ = RecordBench.PassingJob(journal);
            _ = indexer.CatchUp();
            Assert.True(RecordIndexer.IsInStep(folder, index));
        }

        Assert.True(RecordIndexer.IsInStep(folder, index));
        using var again = RecordBench.Open(folder);
        Assert.True(RecordIndexer.IsInStep(folder, index));
        _ = RecordBench.OpenJob(again);
        Assert.False(RecordIndexer.IsInStep(folder, index));
        index.LastHash = new string('f', 64);
        Assert.False(RecordIndexer.IsInStep(folder, index));
    }

    [Fact]
    public void CatchUp_ManyChunks_TakesEveryLineOnce()
    {
        using var journal = RecordBench.Open(folder, segmentBytes: 100_000);
        for (var i = 0; i < 1500; i++)
        {
            _ = RecordBench.PassingJob(journal);
        }

        using var indexer = new RecordIndexer(folder, Source);
        Assert.Equal(journal.FlushedSequence, indexer.CatchUp().Lines);
        Assert.Equal((1500L, journal.FlushedSequence), (index.Count(new RecordFilter(Verdict: "PASS")), index.LastSequence));
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        _ = RecordBench.PassingJob(journal);
        Assert.Throws<OperationCanceledException>(() => indexer.CatchUp(cancel: cancel.Token));
    }

    [Fact]
    public void CatchUp_IndexOfAnotherJournal_IsBuiltAnew()
    {
        using var journal = RecordBench.Open(folder);
        _ = RecordBench.PassingJob(journal);
        index.Apply([], 3, new string('f', 64));
        using var indexer = new RecordIndexer(folder, Source);
        Assert.Equal("the index is of another journal", indexer.CatchUp().Rebuilt);
        Assert.Equal((1, 1L), (index.Cleared, index.Count(new RecordFilter())));
    }

    [Fact]
    public void CatchUp_IndexAheadOfTheJournal_IsBuiltAnewAndSaysSo()
    {
        using var journal = RecordBench.Open(folder);
        index.Apply([], 99, new string('f', 64));
        using var indexer = new RecordIndexer(folder, Source);
        Assert.Contains("line 99", indexer.CatchUp().Rebuilt, StringComparison.Ordinal);
    }

    [Fact]
    public void CatchUp_IndexDamagedAtOpening_IsDiscardedAndBuiltAnew()
    {
        using var journal = RecordBench.Open(folder);
        _ = RecordBench.PassingJob(journal);
        index.Damaged = true;
        using var indexer = new RecordIndexer(folder, Source);
        Assert.Equal("file is not a database", indexer.CatchUp().Rebuilt);
        Assert.Equal((1, 1L), (discarded, indexer.Index!.Count(new RecordFilter())));
    }

    [Fact]
    public void CatchUp_IndexFailsLater_IsDiscardedAndBuiltAnew()
    {
        using var journal = RecordBench.Open(folder);
        _ = RecordBench.PassingJob(journal);
        using var indexer = new RecordIndexer(folder, Source);
        _ = indexer.CatchUp();
        index.Damaged = true;
        _ = RecordBench.PassingJob(journal);
        Assert.Equal("database disk image is malformed", indexer.CatchUp().Rebuilt);
        Assert.Equal((1, 2L), (discarded, indexer.Index!.Count(new RecordFilter())));
    }

    [Fact]
    public void CatchUp_ChainBroken_ShowsWhatIsBefore()
    {
        using (var journal = RecordBench.Open(folder))
        {
            _ = RecordBench.PassingJob(journal);
            _ = RecordBench.PassingJob(journal);
        }

        var bytes = folder.Bytes("journal-000001.jsonl");
        bytes[bytes.Length * 3 / 4] ^= 4;
        folder.SetBytes("journal-000001.jsonl", bytes);
        using var indexer = new RecordIndexer(folder, Source);
        _ = Assert.Throws<RecordException>(() => indexer.CatchUp());
        Assert.Equal("PASS", index.Query(new RecordFilter(Id: "00001-00001"), 0, 1)[0].Verdict);
    }
}
