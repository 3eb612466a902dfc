// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Lab.Tests.Lab;
using Appliance.Simulation;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Usb;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Usb;

/// <summary>Debian's st-flash, with its own loader in the target's RAM, on a simulated ST-LINK as a USB device.</summary>
public sealed class StLinkToolsTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    private const int ImageBytes = 8 * 1024;

    [LongGuestFact]
    public async Task Stm32F103_ThroughStFlash_HoldsTheImageItWrote()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Seed = 43, Cpu = UnicornEngines.TryOpen(out _) });
        await using var probe = await PluggedProbe.PlugAsync(Guest, board, board.AttachStLink(new SimulatedStLinkOptions { Serial = "066DFF303031000000000004" }).AsUsbDevice());
        var image = new byte[ImageBytes];
        new Random(43).NextBytes(image);
        await Guest.WriteFileAsync("/tmp/stlink/fw.bin", image);

        await Guest.RunAsync($"cd /tmp/stlink && rm -f back.bin && st-flash write fw.bin 0x08000000 && st-flash read back.bin 0x08000000 {ImageBytes}", Patience.Boot);

        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.Equal(image, await Guest.ReadFileAsync("/tmp/stlink/back.bin"));
        Assert.Empty(board.Chip.Violations.List);
    }
}
