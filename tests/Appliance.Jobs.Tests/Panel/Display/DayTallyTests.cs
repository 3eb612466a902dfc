// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel.Display;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Tests.Panel.Display;

public sealed class DayTallyTests
{
    private readonly DayClock _clock = new();
    private readonly FakeStation _station = new();
    private readonly List<DateTimeOffset> _asked = [];

    [Fact]
    public void Today_CountsTheRecordsOnceAndTheJobsSince()
    {
        using var tally = Tally(7, 2);
        Assert.Equal((7, 2), tally.Today);
        _station.Tell(new JobFinished(FakeStation.Failed("A")));
        _station.Tell(new JobFinished(FakeStation.Failed("B") with { Verdict = Verdict.Pass }));

        Assert.Equal((8, 3), tally.Today);
        Assert.Equal([new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.FromHours(1))], _asked);
    }

    [Fact]
    public void Today_OnTheNextDay_BeginsAnew()
    {
        using var tally = Tally(0, 0);
        Assert.Equal((0, 0), tally.Today);
        _clock.Now = _clock.Now.AddHours(3);
        _station.Tell(new JobFinished(FakeStation.Failed("A")));

        Assert.Equal((0, 0), tally.Today);
        Assert.Equal(2, _asked.Count);
        Assert.Equal(22, _asked[1].Day);
    }

    private DayTally Tally(int passed, int failed) => new(_station, _clock, from =>
    {
        _asked.Add(from);
        return (passed, failed);
    });

    private sealed class DayClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 21, 30, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test");

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
