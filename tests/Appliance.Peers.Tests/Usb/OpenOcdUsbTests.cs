// SPDX-License-Identifier: Apache-2.0
using Appliance.Peers.Tests.Simulation;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Ftdi;
using Appliance.Simulation.JLink;
using Appliance.Simulation.StLink;
using Appliance.Simulation.Usb;

namespace Appliance.Peers.Tests.Usb;

/// <summary>OpenOCD's own USB drivers on the simulated probes, with the configurations it ships where there are some.</summary>
public class OpenOcdUsbTests
{
    private const int ImageBytes = 8 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(240);

    [PeerTheory("openocd", "gcc")]
    [InlineData("arm-usb-ocd-h", "interface/ftdi/olimex-arm-usb-ocd-h.cfg")]
    [InlineData("arm-usb-tiny", "interface/ftdi/olimex-jtag-tiny.cfg")]
    [InlineData("um232h", "interface/ftdi/um232h.cfg")]
    [InlineData("ft2232h-minimodule", "interface/ftdi/minimodule.cfg")]
    public void Ftdi_OverJtag_HoldsTheImageItWrote(string adapter, string configuration) => RoundTrip(
        board => board.AttachFtdi(new SimulatedFtdiOptions { Wiring = SimulatedFtdiWiring.Find(adapter)! }).Device,
        [$"source [find {configuration}]", "transport select jtag", "adapter speed 4000", .. DebianOpenOcd.Stm32F1OverJtag(0x1641_0041)]);

    [PeerTheory("openocd", "gcc")]
    [InlineData("arm-usb-ocd-h", "Adapter", "interface/ftdi/olimex-arm-usb-ocd-h.cfg", "interface/ftdi/olimex-arm-jtag-swd.cfg")]
    [InlineData("arm-usb-ocd", "Adapter", "interface/ftdi/olimex-arm-usb-ocd.cfg", "interface/ftdi/olimex-arm-jtag-swd.cfg")]
    [InlineData("um232h", "Resistor", "interface/ftdi/um232h.cfg", "interface/ftdi/swd-resistor-hack.cfg")]
    public void Ftdi_OverSwd_HoldsTheImageItWrote(string adapter, string cable, string configuration, string swd) => RoundTrip(
        board => board.AttachFtdi(new SimulatedFtdiOptions { Wiring = SimulatedFtdiWiring.Find(adapter)!, Cable = Enum.Parse<SimulatedFtdiCable>(cable) }).Device,
        [$"source [find {configuration}]", $"source [find {swd}]", "adapter speed 4000", .. DebianOpenOcd.Stm32F1OverSwd]);

    [PeerFact("openocd", "gcc")]
    public void CmsisDap_OverBulk_HoldsTheImageItWrote() => RoundTrip(
        board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2, PacketBytes = 512, EndpointBytes = 512 }).AsUsbDevice(),
        ["adapter driver cmsis-dap", "cmsis_dap_backend usb_bulk", "cmsis_dap_vid_pid 0x0d28 0x0204", "transport select swd", "adapter speed 4000", .. DebianOpenOcd.Stm32F1OverSwd]);

    [PeerFact("openocd", "gcc")]
    public void CmsisDap_OverBulkAndJtag_HoldsTheImageItWrote() => RoundTrip(
        board => board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2, PacketBytes = 512, EndpointBytes = 512 }).AsUsbDevice(),
        ["adapter driver cmsis-dap", "cmsis_dap_backend usb_bulk", "cmsis_dap_vid_pid 0x0d28 0x0204", "transport select jtag", "adapter speed 4000", .. DebianOpenOcd.Stm32F1OverJtag(0x1641_0041)]);

    [PeerTheory("openocd", "gcc")]
    [InlineData("V2J37", "0x374b")]
    [InlineData("V3J8", "0x374f")]
    public void StLink_OverUsb_HoldsTheImageItWrote(string firmware, string product) => RoundTrip(
        board => board.AttachStLink(new SimulatedStLinkOptions { Firmware = firmware, Serial = "066DFF303031000000000001" }).AsUsbDevice(),
        ["adapter driver st-link", $"st-link vid_pid 0x0483 {product}", "transport select dapdirect_swd", .. DebianOpenOcd.Stm32F1OverSwd]);

    [PeerFact("openocd", "gcc")]
    public void JLink_OverUsb_HoldsTheImageItWrote() => RoundTrip(
        board => board.AttachJLink(new SimulatedJLinkOptions { Serial = 59_400_123 }).AsUsbDevice(),
        ["adapter driver jlink", "adapter serial 59400123", "transport select swd", "adapter speed 4000", .. DebianOpenOcd.Stm32F1OverSwd]);

    private static void RoundTrip(Func<SimulatedBoard, SimulatedUsbDevice> attach, IEnumerable<string> commands)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = 61 });
        using var usb = new ForeignUsb(board, attach(board));
        using var image = new FlashRoundTrip(ImageBytes, 61);

        var result = usb.Run(Deadline, image.Folder, "openocd", commands.Concat(image.Commands).Append("shutdown").SelectMany(command => new[] { "-c", command }));

        image.Check(result, board.Chip);
    }
}
