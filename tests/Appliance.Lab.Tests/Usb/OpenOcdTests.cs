// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.Lab;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Ftdi;
using Appliance.Simulation.JLink;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Usb;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Usb;

/// <summary>Debian's OpenOCD, its libusb and hidapi, and the kernel's USB stack on one side; our simulated probes as USB devices on the other.</summary>
public sealed class OpenOcdTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    private const int ImageBytes = 8 * 1024;

    private static readonly string[] Target =
    [
        "swd newdap chip cpu -expected-id 0x1ba01477", "dap create chip.dap -chain-position chip.cpu", "target create chip.cpu cortex_m -dap chip.dap",
        "flash bank b0 stm32f1x 0x08000000 0 0 0 chip.cpu", "gdb_port disabled", "tcl_port disabled", "telnet_port disabled",
    ];

    private static readonly string[] Work =
    [
        "init", "halt", "mdw 0xE000ED00", "flash write_image erase image.bin 0x08000000 bin", $"dump_image dump.bin 0x08000000 {ImageBytes}", "shutdown",
    ];

    [LongGuestFact]
    public Task Stm32F103_ThroughCmsisDapBulk_HoldsTheImageItWrote() => Program(
        board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2, Serial = "BULK01" }).AsUsbDevice(),
        ["adapter driver cmsis-dap", "cmsis_dap_backend usb_bulk", "cmsis_dap_vid_pid 0x0d28 0x0204", "transport select swd", "adapter speed 4000"],
        "Using CMSIS-DAPv2 interface");

    [LongGuestFact]
    public Task Stm32F103_ThroughCmsisDapHighSpeedBulk_HoldsTheImageItWrote() => Program(
        board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2, Serial = "BULK02", PacketBytes = 512, EndpointBytes = 512 }).AsUsbDevice(),
        ["adapter driver cmsis-dap", "cmsis_dap_backend usb_bulk", "cmsis_dap_vid_pid 0x0d28 0x0204", "transport select swd", "adapter speed 4000"],
        "Using CMSIS-DAPv2 interface");

    [LongGuestFact]
    public Task Stm32F103_ThroughCmsisDapHid_HoldsTheImageItWrote() => Program(
        board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 1, Serial = "HID01" }).AsUsbDevice(),
        ["adapter driver cmsis-dap", "cmsis_dap_backend hid", "cmsis_dap_vid_pid 0x0d28 0x0204", "transport select swd", "adapter speed 4000"],
        "Serial# = HID01");

    [LongGuestFact]
    public Task Stm32F103_ThroughStLinkV21_HoldsTheImageItWrote() => Program(
        board => board.AttachStLink(new SimulatedStLinkOptions { Firmware = "V2J37", Serial = "066DFF303031000000000001" }).AsUsbDevice(),
        ["adapter driver st-link", "st-link vid_pid 0x0483 0x374b", "transport select dapdirect_swd"],
        "STLINK V2J37");

    [LongGuestFact]
    public Task Stm32F103_ThroughStLinkV3_HoldsTheImageItWrote() => Program(
        board => board.AttachStLink(new SimulatedStLinkOptions { Firmware = "V3J8", Serial = "066DFF303031000000000003" }).AsUsbDevice(),
        ["adapter driver st-link", "st-link vid_pid 0x0483 0x374f", "transport select dapdirect_swd"],
        "STLINK V3J8");

    [LongGuestFact]
    public Task Stm32F103_ThroughAJLink_HoldsTheImageItWrote() => Program(
        board => board.AttachJLink(new SimulatedJLinkOptions { Serial = 59_400_123 }).AsUsbDevice(),
        ["adapter driver jlink", "adapter serial 59400123", "transport select swd", "adapter speed 4000"],
        "J-Link V9");

    [LongGuestFact]
    public Task Stm32F103_ThroughAnFt2232H_HoldsTheImageItWrote() => Program(
        board => board.AttachFtdi(new SimulatedFtdiOptions { Cable = SimulatedFtdiCable.Adapter, Serial = "OLFT0001" }).Device,
        ["source [find interface/ftdi/olimex-arm-usb-ocd-h.cfg]", "source [find interface/ftdi/olimex-arm-jtag-swd.cfg]", "adapter serial OLFT0001", "adapter speed 4000"],
        "FTDI SWD mode enabled");

    private async Task Program(Func<SimulatedBoard, SimulatedUsbDevice> attach, string[] adapter, string says)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = 31 });
        await using var probe = await PluggedProbe.PlugAsync(Guest, board, attach(board));
        var image = new byte[ImageBytes];
        new Random(31).NextBytes(image);
        await Guest.WriteFileAsync("/tmp/openocd/image.bin", image);

        var commands = string.Concat(adapter.Concat(Target).Concat(Work).Select(command => $" -c {Guest.Quote(command)}"));
        var result = await Guest.TryRunAsync($"cd /tmp/openocd && rm -f dump.bin && openocd{commands}", Patience.Boot);
        var said = result.Error + result.Output;

        Assert.True(result.ExitCode == 0, said);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.Contains("0xe000ed00: 411fc231", said, StringComparison.Ordinal);
        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.Equal(image, await Guest.ReadFileAsync("/tmp/openocd/dump.bin"));
        Assert.Empty(board.Chip.Violations.List);
    }
}
