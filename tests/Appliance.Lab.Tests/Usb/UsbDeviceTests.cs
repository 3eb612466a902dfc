// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Usb;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Usb;

/// <summary>Simulated probes as the kernel and foreign programs see them: descriptors, hot plugging, several at once.</summary>
public sealed class UsbDeviceTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    [GuestFact]
    public async Task StInfo_StLinkPluggedIn_SeesItAndTheChip()
    {
        var board = SimulatedBoard.Create("stm32f103cb");
        await using var probe = await PluggedProbe.PlugAsync(
            Guest, board, board.AttachStLink(new SimulatedStLinkOptions { Serial = "066DFF303031000000000002" }).AsUsbDevice());

        var said = await Guest.RunAsync("st-info --probe 2>&1");

        Assert.Contains("Found 1 stlink programmers", said, StringComparison.Ordinal);
        Assert.Contains("066DFF303031000000000002", said, StringComparison.Ordinal);
        Assert.Contains("0x0410", said.Replace("0x410", "0x0410", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [GuestFact]
    public async Task Descriptors_OfAHidProbe_AreReadByTheKernelWithoutComplaint()
    {
        var board = SimulatedBoard.Create("stm32f103cb");
        await using var probe = await PluggedProbe.PlugAsync(
            Guest, board, board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 1, Serial = "HIDDESC" }).AsUsbDevice());

        await Guest.UntilAsync("ls /dev/hidraw*");
        var told = await Guest.RunAsync("lsusb -v -d 0d28:0204");

        Assert.Contains("iSerial                 3 HIDDESC", told, StringComparison.Ordinal);
        Assert.Contains("iProduct                2 Simulated CMSIS-DAP", told, StringComparison.Ordinal);
        Assert.Contains("bInterfaceClass         3 Human Interface Device", told, StringComparison.Ordinal);
        Assert.Contains("wMaxPacketSize     0x0040  1x 64 bytes", told, StringComparison.Ordinal);
    }

    [GuestFact]
    public async Task Probes_TwoPluggedAndOnePulled_TheOtherStaysAndItComesBack()
    {
        var (first, second) = (SimulatedBoard.Create("stm32f103cb"), SimulatedBoard.Create("stm32f103cb"));
        await using var one = await PluggedProbe.PlugAsync(Guest, first, first.AttachCmsisDap(new SimulatedCmsisDapOptions { Serial = "FIRST" }).AsUsbDevice());
        await using var other = await PluggedProbe.PlugAsync(Guest, second, second.AttachCmsisDap(new SimulatedCmsisDapOptions { Serial = "SECOND" }).AsUsbDevice());

        one.Server.Unplug();
        await one.UntilGoneAsync();
        await other.UntilThereAsync();
        one.Server.Plug();
        await one.UntilThereAsync();
        var attached = await Guest.RunAsync($"{Guest.Appliance} probes --json");

        Assert.Contains("FIRST", attached, StringComparison.Ordinal);
        Assert.Contains("SECOND", attached, StringComparison.Ordinal);
    }
}
