// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Jobs.Tests.Panel;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Tests.Records;

/// <summary>An anchor a day, beside the journal, that shows later whether the journal is still the same.</summary>
public sealed class DailyAnchorTests
{
    private readonly MemoryFolder folder = new();
    private readonly Days time = new();

    [Fact]
    public void Day_WithNewLines_GetsOneAnchor_ThatTheJournalMeets()
    {
        using var journal = RecordBench.Open(folder);
        using var anchors = new DailyAnchor(folder, () => journal.Anchor, time);
        time.Pass(hours: 0);
        _ = RecordBench.PassingJob(journal);
        time.Pass(hours: 5);
        Assert.Single(AnchorBook.Read(folder));
        time.Pass(hours: 24);
        Assert.Equal(2, AnchorBook.Read(folder).Count);
        time.Pass(hours: 48);
        Assert.Equal(2, AnchorBook.Read(folder).Count);
        var last = AnchorBook.Read(folder)[^1];
        Assert.Equal(journal.Anchor, (last.Count, last.Hash));
        Assert.True(JournalAnchor.Meets(folder, last.Count, last.Hash));
        Assert.Empty(JournalAnchor.NotMet(folder, AnchorBook.Read(folder)));
    }

    [Fact]
    public void Clock_ThatGoesBack_IsAnotherDay()
    {
        using var journal = RecordBench.Open(folder);
        AnchorBook.Keep(folder, new KeptAnchor(time.Now.AddYears(3), 1, new string('0', 64)));
        using var anchors = new DailyAnchor(folder, () => journal.Anchor, time);
        time.Pass(hours: 0);
        Assert.Equal(2, AnchorBook.Read(folder).Count);
    }

    [Fact]
    public void NotMet_JournalMadeAnew_NamesThatAnchor()
    {
        AnchorBook.Keep(folder, new KeptAnchor(time.Now, 1, new string('a', 64)));
        using var journal = RecordBench.Open(folder);
        AnchorBook.Keep(folder, new KeptAnchor(time.Now, journal.Anchor.Count, journal.Anchor.Hash));
        Assert.Equal([new string('a', 64)], JournalAnchor.NotMet(folder, AnchorBook.Read(folder)).Select(anchor => anchor.Hash));
    }

    [Fact]
    public void Keep_AfterAHalfLine_EndsItFirst()
    {
        folder.SetBytes(AnchorBook.FileName, "2026-03-01T06:00:0"u8.ToArray());
        AnchorBook.Keep(folder, new KeptAnchor(time.Now, 7, new string('b', 64)));
        Assert.Equal(7, Assert.Single(AnchorBook.Read(folder)).Count);
    }

    [Fact]
    public void Disk_ThatRefuses_IsToldAndTriedAgain()
    {
        using var journal = RecordBench.Open(folder);
        var full = true;
        using var anchors = new DailyAnchor(folder, () => full ? throw new FileFaultException(FileFault.DiskFull, "full") : journal.Anchor, time);
        time.Pass(hours: 0);
        Assert.Contains("full", anchors.Trouble, StringComparison.Ordinal);
        full = false;
        time.Pass(hours: 1);
        Assert.Null(anchors.Trouble);
        Assert.Single(AnchorBook.Read(folder));
    }

    /// <summary>A clock of a workshop in UTC, and its one timer.</summary>
    private sealed class Days : TimeProvider
    {
        private Action _look = () => { };

        public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 6, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _look = () => callback(state);
            return new ManualTime().CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Pass(int hours)
        {
            Now = Now.AddHours(hours);
            _look();
        }
    }
}
