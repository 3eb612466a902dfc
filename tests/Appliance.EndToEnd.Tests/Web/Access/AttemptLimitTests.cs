// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Web.Access;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.EndToEnd.Tests.Web.Access;

public sealed class AttemptLimitTests
{
    private static readonly AttemptRules Rules = new(3, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));
    private readonly TestClock _clock = new();
    private readonly AttemptLimit _limit;

    public AttemptLimitTests() => _limit = new AttemptLimit(_clock, Rules);

    [Fact]
    public void Failures_BeyondTheFreeOnes_WaitLongerEachTime()
    {
        var waits = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            var wait = _limit.Begin("a");
            waits.Add((int)(wait ?? TimeSpan.Zero).TotalSeconds);
            if (wait is null) continue;
            _clock.Advance(wait.Value);
            Assert.Null(_limit.Begin("a"));
        }

        Assert.Equal([0, 0, 0, 10, 20, 40, 60, 60], waits);
    }

    [Fact]
    public void WaitingCaller_WhoTriesAgain_NeitherGetsInNorWaitsLonger()
    {
        for (var i = 0; i < 3; i++) Assert.Null(_limit.Begin("a"));

        _clock.Advance(TimeSpan.FromSeconds(4));
        for (var i = 0; i < 100; i++) Assert.Equal(TimeSpan.FromSeconds(6), _limit.Begin("a"));
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Null(_limit.Begin("a"));
    }

    [Fact]
    public void RightPassword_BeginsAnew()
    {
        for (var i = 0; i < 2; i++) Assert.Null(_limit.Begin("a"));
        _limit.Succeeded("a");

        for (var i = 0; i < 3; i++) Assert.Null(_limit.Begin("a"));
        Assert.NotNull(_limit.Begin("a"));
    }

    [Fact]
    public void OneCaller_DoesNotHoldUpAnother()
    {
        for (var i = 0; i < 5; i++) _limit.Begin("a");

        Assert.Null(_limit.Begin("b"));
    }

    [Fact]
    public void CallerWhoStaysAway_IsForgotten()
    {
        for (var i = 0; i < 4; i++) _limit.Begin("a");

        _clock.Advance(AttemptLimit.Memory + Rules.First);

        for (var i = 0; i < 3; i++) Assert.Null(_limit.Begin("a"));
        Assert.NotNull(_limit.Begin("a"));
    }

    [Fact]
    public void ManyAtOnce_NoMoreThanTheFreeOnesGetThrough()
    {
        var through = 0;

        Parallel.For(0, 100, _ =>
        {
            if (_limit.Begin("a") is null) Interlocked.Increment(ref through);
        });

        Assert.Equal(3, through);
    }

    /// <summary>However a guesser spaces his tries, he gets no more of them in an hour than the rule's arithmetic allows.</summary>
    [Fact]
    public void AnyGuesser_GetsFewTriesAnHour() => Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 90).ArrayOf(400).ToArbitrary(), gaps =>
    {
        var clock = new TestClock();
        var limit = new AttemptLimit(clock, Rules);
        var (tries, elapsed) = (0, TimeSpan.Zero);
        foreach (var gap in gaps)
        {
            if (elapsed > TimeSpan.FromHours(1)) break;
            if (limit.Begin("a") is null) tries++;
            clock.Advance(TimeSpan.FromSeconds(gap));
            elapsed += TimeSpan.FromSeconds(gap);
        }

        return tries <= 3 + 3 + (3600 / 60) + 1;
    }));
}
