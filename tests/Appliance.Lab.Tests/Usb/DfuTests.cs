// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Lab.Tests.Lab;
using Appliance.Simulation;
using Appliance.Simulation.BootLoaders;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Usb;

/// <summary>Debian's dfu-util, and the appliance itself, on our simulated DFU boot loader as a USB device, through libusb and the kernel.</summary>
public sealed class DfuTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    private const int ImageBytes = 8 * 1024;
    private const string Serial = "3570395A3299";

    [LongGuestFact]
    public async Task Stm32F107_ThroughDfuUtil_HoldsTheImageItWrote()
    {
        var board = SimulatedBoard.Create("stm32f107vc", new SimulationOptions { Seed = 41 });
        var dfu = board.AttachDfu(new SimulatedDfuOptions { Serial = Serial });
        await using var probe = await PluggedProbe.PlugAsync(Guest, board, dfu.Device);
        var image = Image(41);
        await Guest.WriteFileAsync("/tmp/dfu/fw.bin", image);

        var said = await Guest.RunAsync(
            "cd /tmp/dfu && rm -f back.bin && dfu-util -l && dfu-util -a 0 -d 0483:df11 -s 0x08000000 -D fw.bin"
            + $" && dfu-util -a 0 -d 0483:df11 -s 0x08000000:{ImageBytes} -U back.bin", Patience.Boot);

        Assert.Contains("@Internal Flash  /0x08000000/128*002Kg", said, StringComparison.Ordinal);
        Assert.Contains("@Option Bytes  /0x1FFFF800/01*016 g", said, StringComparison.Ordinal);
        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.Equal(image, await Guest.ReadFileAsync("/tmp/dfu/back.bin"));
        Assert.Empty(board.Chip.Violations.List);
    }

    [LongGuestFact]
    public async Task Appliance_OnTheDfuBootLoader_PassesAndStartsTheFirmware()
    {
        var board = SimulatedBoard.Create("stm32f107vc", new SimulationOptions { Seed = 42 });
        var dfu = board.AttachDfu(new SimulatedDfuOptions { Serial = Serial });
        await using var probe = await PluggedProbe.PlugAsync(Guest, board, dfu.Device);
        var image = Image(42);
        await Guest.WriteFileAsync("/tmp/dfu/project/fw.bin", image);
        await Guest.WriteFileAsync(
            "/tmp/dfu/project/project.yaml",
            Encoding.UTF8.GetBytes("name: by dfu\nrevision: '1'\ntarget: stm32f107vc\nfiles:\n  - path: fw.bin\n    address: 0x08000000\n"));

        var said = await Guest.RunAsync($"{Guest.Appliance} run /tmp/dfu/project --probe dfu:{Serial} --home /tmp/dfu/home --json", Patience.Boot);

        Assert.Contains("\"verdict\": \"PASS\"", said, StringComparison.Ordinal);
        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.True(dfu.RunsFirmware);
        Assert.Empty(board.Chip.Violations.List);
    }

    private static byte[] Image(int seed)
    {
        var image = new byte[ImageBytes];
        new Random(seed).NextBytes(image);
        return image;
    }
}
