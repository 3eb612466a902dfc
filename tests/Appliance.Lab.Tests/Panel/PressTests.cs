// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Panel;

/// <summary>PROG through the kernel's own edges, and the LEDs as the kernel drives them.</summary>
public sealed class PressTests(SharedGuest shared, SharedBench benches, ITestOutputHelper output) : GuestTest(shared, output), IClassFixture<SharedBench>
{
    /// <summary>Shorter than the 30 ms a level must last to count, by as much as two threads of an emulated machine may be late.</summary>
    private const double LongestGlitch = 0.02;

    /// <summary>A busy machine may stretch a glitch into a press; that often in a row it does not.</summary>
    private const int MostTries = 30;

    private PanelBench _bench = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _bench = await benches.GetAsync(Guest);
    }

    [GuestFact]
    public async Task Press_ContactBounces_RunsOneJobAndTurnsGreen()
    {
        var before = (await _bench.VerdictsAsync()).Count;
        var watch = await _bench.WatchAsync();

        await _bench.PressAsync(before, bounces: 9);
        var verdicts = await _bench.VerdictsAsync(before + 1);
        await watch.UntilLevelsAsync("0100");
        var seen = (await watch.StopAsync()).Select(moment => moment.Levels).ToArray();

        Assert.Equal("PASS", verdicts[0]);
        Assert.Equal(before + 1, verdicts.Count);
        Assert.Contains("1000", seen);
        Assert.All(seen, levels => Assert.True(levels[1] == '0' || levels is "0100" or "0101", $"green beside something else: {levels}"));
        Assert.All(seen, levels => Assert.Equal('0', levels[2]));
    }

    [GuestFact]
    public async Task Glitches_ShorterThanTheDebounce_StartNothing()
    {
        var before = await GlitchTrainsAsync();
        await Guest.RunAsync("sleep 1");
        var quiet = await _bench.VerdictsAsync();

        await _bench.PressAsync(before);
        var verdicts = await _bench.VerdictsAsync(before + 1);

        Assert.Equal(before, quiet.Count);
        Assert.Equal(before + 1, verdicts.Count);
    }

    [GuestFact]
    public async Task Hold_AndASecondPressDuringTheJob_RunOneJob()
    {
        var before = (await _bench.VerdictsAsync()).Count;

        await Guest.RunAsync($"{_bench.Bounce(pressed: true, 3)}; sleep 0.1; {_bench.Bounce(pressed: false, 3)}; sleep 0.1; {_bench.Bounce(pressed: true, 3)}");
        await _bench.VerdictsAsync(before + 1);
        await Guest.RunAsync($"sleep 2; {_bench.Bounce(pressed: false, 3)}; sleep 1");

        Assert.Equal(before + 1, (await _bench.VerdictsAsync()).Count);
    }

    [GuestFact]
    public async Task Press_TwiceInTurn_RunsTwoJobs()
    {
        var before = (await _bench.VerdictsAsync()).Count;

        await _bench.PressAsync(before);
        await _bench.VerdictsAsync(before + 1);
        await _bench.UntilStateAsync("pass");
        await _bench.PressAsync(before + 1, bounces: 0);

        Assert.Equal(before + 2, (await _bench.VerdictsAsync(before + 2)).Count);
    }

    /// <summary>Two trains of short presses, made again until each press was short by the guest's own clock.</summary>
    /// <returns>How many records there were before them.</returns>
    private async Task<int> GlitchTrainsAsync()
    {
        var press = $"{_bench.Chip.PullCommand(PanelBench.Prog, high: false)}; {_bench.Chip.PullCommand(PanelBench.Prog, high: true)}";
        for (var left = MostTries; left > 0; left--)
        {
            var before = (await _bench.VerdictsAsync(0)).Count;
            var times = await Guest.RunAsync(
                $"for train in 1 2; do for glitch in 1 2 3; do a=$EPOCHREALTIME; {press}; echo $a $EPOCHREALTIME; done; sleep 0.2; done");
            if (times.Split('\n').All(line => Length(line) < LongestGlitch)) return before;
            await Guest.RunAsync("sleep 1");
        }

        throw new LabException("This machine is too busy for a short glitch.");
    }

    private static double Length(string line)
    {
        var times = line.Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToArray();
        return times[1] - times[0];
    }
}
