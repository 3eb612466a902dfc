// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Panel;

/// <summary>A tester on the handshake lines, through the kernel's character device: what it gives and reads is on the other side of the lines.</summary>
public sealed class TesterLinesTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    private const string Home = "/var/lib/tester";
    private const string Unit = "tester-lines";

    [GuestFact]
    public async Task Start_Pulsed_BusyComesAndOkIsRightWhenItEnds()
    {
        await using var chip = await Guest.Gpio.CreateAsync("tester-chip", "START", "BUSY", "OK", "SUPPLY");
        await chip.PullAsync("START", high: false);
        await Guest.RunAsync($"APPLIANCE_HOME={Home} {Guest.Appliance} demo --json", Patience.Service);
        await Guest.WriteFileAsync($"{Home}/appliance.yaml", Encoding.UTF8.GetBytes($$"""
            project: {{Home}}/demo/stm32f103cb
            probe: sim:stm32f103cb
            tester:
              start: {chip: tester-chip, line: START}
              busy: {chip: tester-chip, line: BUSY}
              ok: {chip: tester-chip, line: OK}
            power:
              switch: {chip: tester-chip, line: SUPPLY}
            """));
        await Guest.StartServiceAsync(Unit, "--port 0", $"Environment=APPLIANCE_HOME={Home}");
        var watch = await chip.WatchAsync("tester", "BUSY", "OK", "SUPPLY");

        await Guest.RunAsync($"{chip.PullCommand("START", true)}; sleep 0.3; {chip.PullCommand("START", false)}");
        await watch.UntilSeenAsync("OK", level: true);
        for (var look = 0; look < 500 && await chip.ReadAsync("BUSY"); look++) continue;
        var seen = (await watch.StopAsync()).Select(moment => moment.Levels).ToList();

        Assert.Equal("000", seen[0]);
        Assert.StartsWith("10", seen[1], StringComparison.Ordinal);
        Assert.Contains("101", seen);
        Assert.Equal("010", seen[^1]);
        Assert.DoesNotContain("000", seen.Skip(1));
        await Guest.RunAsync($"systemctl stop {Unit}");
        Assert.False(await chip.ReadAsync("SUPPLY"));
    }
}
