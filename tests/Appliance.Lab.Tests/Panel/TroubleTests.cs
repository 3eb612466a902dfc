// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Panel;

/// <summary>The panel when something is wrong: a bad board, lines that are not there or taken, a service killed in the middle of a job.</summary>
public sealed class TroubleTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    /// <summary>A job may be over before the kill; that often in a row it is not.</summary>
    private const int MostTries = 5;

    [GuestFact]
    public async Task Press_BoardIsBad_BlinksRedAndIsNeverGreen()
    {
        await using var bench = await PanelBench.StartAsync(Guest, "bad-board", 18081, "sim:stm32f103cb,fault=bad-flash-cell");
        var watch = await bench.WatchAsync();

        await bench.PressAsync(0);
        var verdicts = await bench.VerdictsAsync(1);
        await watch.UntilLevelsAsync("0011");
        await watch.UntilLevelsAsync("0000");
        var seen = (await watch.StopAsync()).Select(moment => moment.Levels).ToArray();

        Assert.Equal(["FAIL"], verdicts);
        Assert.Contains("1000", seen);
        Assert.All(seen, levels => Assert.Equal('0', levels[1]));
    }

    [GuestFact]
    public async Task Start_LineMissingAndLineTaken_ThePageSaysSoAndTheRestWorks()
    {
        await using var bench = await PanelBench.StartAsync(Guest, "half-panel", 18082, passLine: "NO-SUCH-LINE", takenLine: PanelBench.Fail);
        var watch = await bench.WatchAsync();

        var notes = (await bench.ViewAsync()).GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("text").GetString()!).ToArray();
        await bench.PressAsync(0);
        var verdicts = await bench.VerdictsAsync(1);
        await watch.UntilSeenAsync(PanelBench.Busy, level: true);
        var seen = (await watch.StopAsync()).Select(moment => moment.Levels).ToArray();

        Assert.Contains(notes, note => note.StartsWith("The green LED does not work:", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("The red LED does not work:", StringComparison.Ordinal));
        Assert.Equal(["PASS"], verdicts);
        Assert.All(seen, levels => Assert.Equal('0', levels[1]));
    }

    [GuestFact]
    public async Task Kill_InTheMiddleOfAJob_NeverGreenAndRestartsReady()
    {
        await using var bench = await PanelBench.StartAsync(
            Guest, "killed", 18083, firmwareBytes: 8_192, properties: ["Restart=always", "RestartSec=1"]);
        for (var round = 1; round <= MostTries; round++)
        {
            var watch = await bench.WatchAsync();
            await Guest.RunAsync($"{bench.Bounce(pressed: true, 3)}; {bench.UntilRunning}; systemctl kill --kill-whom=main --signal=KILL killed; {bench.Bounce(pressed: false, 3)}");
            await bench.UntilStateAsync("ready");
            var verdict = (await bench.VerdictsAsync(round))[0];
            var seen = (await watch.StopAsync()).Select(moment => moment.Levels).ToArray();
            if (verdict == "PASS") continue;

            Assert.Equal("INTERRUPTED", verdict);
            Assert.All(seen, levels => Assert.Equal('0', levels[1]));
            await bench.PressAsync(round);
            Assert.Equal("PASS", (await bench.VerdictsAsync(round + 1))[0]);
            return;
        }

        throw new LabException("Every job was over before the kill.");
    }
}
