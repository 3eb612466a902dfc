// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Service;

/// <summary>A service that dies or hangs, under systemd and its sandbox: it comes back, and green never does.</summary>
public sealed class WatchedServiceTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    /// <summary>Shorter than the unit's own, so that the test is; long enough for an emulated machine.</summary>
    private const string Watchdog = "WatchdogSec=30";

    /// <summary>Who hangs is named three quarters into the limit; the first exception of an emulated program alone takes seconds.</summary>
    private const string WatchdogWithTimeToTell = "WatchdogSec=80";

    [LongGuestFact]
    public async Task Service_KilledWhileGreenIsLit_RestartsAndGreenStaysDark()
    {
        await using var installed = await InstalledAppliance.StartAsync(Guest);
        var watch = await installed.Panel.WatchAsync("killed", "GREEN", "RED");
        await installed.PressAsync();
        await watch.UntilSeenAsync("GREEN", level: true);

        await Guest.RunAsync("systemctl kill --signal=KILL --kill-whom=main appliance");
        await installed.UntilRestartedAsync(1);
        var seen = await watch.StopAsync();

        Assert.False(await installed.Panel.ReadAsync("GREEN"));
        var greens = seen.Select(moment => moment.Levels[0]).ToList();
        Assert.DoesNotContain('1', greens.Skip(greens.IndexOf('1')).SkipWhile(level => level == '1'));
        Assert.Contains(seen, moment => moment.Levels == "01");
        Assert.Matches("status=0|code=exited", await Guest.RunAsync("systemctl show -p ExecStopPost appliance"));
        Assert.Equal("ready", (await InstalledAppliance.AskAsync(Guest, "panel")).GetProperty("state").GetString());
    }

    [LongGuestFact]
    public async Task Service_ProcessHangs_IsEndedByTheWatchdogAndStartedAgain()
    {
        await using var installed = await InstalledAppliance.StartAsync(Guest, Watchdog);
        var hung = await Guest.RunAsync("systemctl show -P MainPID appliance");

        await Guest.RunAsync($"kill -STOP {hung}");
        await installed.UntilRestartedAsync(1);

        Assert.NotEqual(hung, await Guest.RunAsync("systemctl show -P MainPID appliance"));
        Assert.NotEqual("", await Guest.RunAsync("journalctl -u appliance -b --no-pager | grep 'Watchdog timeout'"));
    }

    /// <summary>Every other thread of the program goes on: a timer would feed the watchdog for ever.</summary>
    [LongGuestFact]
    public async Task Service_JobHangsInTheJournal_IsEndedByTheWatchdogAndNamesThePart()
    {
        await using var disk = await HangingDisk.MountAsync(Guest, InstalledAppliance.Home);
        await using var installed = await InstalledAppliance.StartAsync(Guest, WatchdogWithTimeToTell);

        await Guest.UntilAsync("journalctl _PID=$(systemctl show -P MainPID appliance) --no-pager | grep -q 'ready: http'", Patience.Boot);
        await disk.FreezeAsync();
        try
        {
            await installed.PressAsync();
            await Guest.UntilAsync("journalctl -u appliance -b --no-pager | grep -q 'No answer from: journal'", TimeSpan.FromMinutes(5));
            await Guest.UntilAsync("journalctl -u appliance -b --no-pager | grep -q 'Watchdog timeout'", TimeSpan.FromMinutes(5));
        }
        finally
        {
            await disk.ThawAsync();
        }

        await installed.UntilRestartedAsync(1);

        Assert.False(await installed.Panel.ReadAsync("GREEN"));
        Assert.Equal("0", await Guest.RunAsync("appliance records verify >/dev/null; echo $?"));
    }
}
