// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Tests.Records;

public sealed class RecordIndexKeeperTests
{
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(60);

    private readonly MemoryFolder folder = new();
    private readonly MemoryIndex index = new();

    [Fact]
    public void TryAsk_AfterAJob_KnowsItAtOnce()
    {
        using var journal = RecordBench.Open(folder);
        using var keeper = Keeper(journal);
        keeper.Start();
        for (var i = 1; i <= 5; i++)
        {
            _ = RecordBench.PassingJob(journal);
            Assert.True(keeper.TryAsk(known => known.Count(new RecordFilter(Verdict: "PASS")), Busy, out var passed));
            Assert.Equal(i, passed);
        }

        Assert.Equal(new IndexState(true, journal.FlushedSequence, journal.FlushedSequence, null), keeper.State);
    }

    [Fact]
    public void Follow_LinesNotYetOnTheDisk_AreNotIndexed()
    {
        using var journal = RecordBench.Open(folder);
        using var keeper = Keeper(journal);
        var writer = RecordWriter.Begin(journal, RecordBench.Start);
        writer.Target(new TargetFacts("stm32f103cb", "abcd", []));
        keeper.Start();
        Assert.True(keeper.TryAsk(known => known.Query(new RecordFilter(), 0, 1)[0].UniqueId, Busy, out var uniqueId));
        Assert.Equal(string.Empty, uniqueId);
        Assert.Equal(journal.FlushedSequence, index.LastSequence);
    }

    [Fact]
    public void TryAsk_IndexThatKeepsFailing_SaysSoInsteadOfAnswering()
    {
        using var journal = RecordBench.Open(folder);
        index.Damaged = true;
        using var keeper = Keeper(journal);
        keeper.Start();
        Assert.False(keeper.TryAsk(known => known.Count(new RecordFilter()), Busy, out _));
        Assert.Equal("database disk image is malformed", keeper.State.Trouble);
    }

    [Fact]
    public void TryAsk_NotStarted_GivesUpInTime()
    {
        using var journal = RecordBench.Open(folder);
        using var keeper = Keeper(journal);
        Assert.False(keeper.TryAsk(known => 1, TimeSpan.FromMilliseconds(1), out _));
        Assert.False(keeper.State.InStep);
    }

    private RecordIndexKeeper Keeper(RecordJournal journal) =>
        new(journal, new RecordIndexer(folder, new RecordIndexSource(() => index, () => { })), TimeProvider.System);
}
