// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Machine;

/// <summary>The guest itself: a command's end and output are told truly, a line is a line, a stick is a stick, and the service runs.</summary>
public sealed class GuestMachineTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    [GuestFact]
    public async Task Command_Ended_ItsCodeAndBothOutputsAreTold()
    {
        var result = await Guest.TryRunAsync("cat; echo trouble >&2; exit 7", input: [1, 2, 0, 255]);

        Assert.Equal(7, result.ExitCode);
        Assert.Equal([1, 2, 0, 255], result.OutputBytes);
        Assert.Equal("trouble\n", result.Error);
    }

    [GuestFact]
    public async Task Command_TooSlow_IsKilledAndSaysSo()
    {
        var result = await Guest.TryRunAsync("sleep 600", TimeSpan.FromSeconds(1));

        Assert.Equal(124, result.ExitCode);
    }

    [GuestFact]
    public async Task Line_Pulled_HasThatLevelAndTheWatchSawIt()
    {
        await using var chip = await Guest.Gpio.CreateAsync("machine-test", "IN", "OUT");
        await chip.PullAsync("IN", high: false);
        var watch = await chip.WatchAsync("machine", "IN", "OUT");

        await chip.PullAsync("IN", high: true);
        Assert.True(await chip.ReadAsync("IN"));
        await watch.UntilSeenAsync("IN", level: true);

        Assert.Equal(["00", "10"], (await watch.StopAsync()).Select(moment => moment.Levels));
    }

    [GuestFact]
    public async Task Stick_PluggedAndPulled_IsReadWrittenAndGone()
    {
        using var stick = await StickImage.CreateAsync("MACHINE");
        await stick.WriteAsync("HELLO.TXT", "from outside");
        var plugged = await Guest.Usb.PlugStickAsync(stick);
        await Guest.UntilAsync($"[ -b {plugged.Device} ]");

        var read = await Guest.RunAsync(
            $"mkdir -p /mnt/stick && mount {plugged.Device} /mnt/stick && cat /mnt/stick/HELLO.TXT && echo from inside >/mnt/stick/ANSWER.TXT && umount /mnt/stick");
        await plugged.PullAsync();
        await Guest.UntilAsync($"[ ! -e {plugged.Device} ]");

        Assert.Equal("from outside", read);
        Assert.Equal("from inside\n", await stick.ReadAsync("ANSWER.TXT"));
    }

    [GuestFact]
    public async Task Service_InTheGuest_ListsItsTargets()
    {
        var targets = await Guest.RunAsync($"{Guest.Appliance} targets --json");

        Assert.Contains("stm32f103", JsonDocument.Parse(targets).RootElement.GetRawText(), StringComparison.Ordinal);
    }
}
