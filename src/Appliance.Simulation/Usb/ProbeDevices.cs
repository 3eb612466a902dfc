// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Usb;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.JLink;
using Appliance.Simulation.StLink;

namespace Appliance.Simulation.Usb;

/// <summary>The simulated probes as USB devices.</summary>
public static class ProbeDevices
{
    /// <summary>Arm's own vendor and product number of DAPLink (DAPLink, <c>daplink_usb_descriptor</c>; udev rules of pyOCD).</summary>
    private const ushort ArmVendor = 0x0D28;
    private const ushort DapLinkProduct = 0x0204;
    private const ushort StVendor = 0x0483;
    private const ushort SeggerVendor = 0x1366;
    private const ushort JLinkProduct = 0x0101;
    private const byte VendorClass = 0xFF;
    private const byte HidClass = 0x03;

    /// <summary>
    /// CMSIS-DAP over bulk endpoints (version 2: vendor interface, OUT before IN, ref_dap "CMSIS-DAP v2 interface") or HID reports (version 1).
    /// </summary>
    public static SimulatedUsbDevice AsUsbDevice(this SimulatedCmsisDap probe)
    {
        const byte outAddress = 0x01, inAddress = 0x81;
        var options = probe.Options;
        var pipe = new PipeFunction(probe.OpenPipe, outAddress, inAddress);
        var hid = options.Version == 1;
        var size = hid ? options.PacketBytes : options.EndpointBytes;
        var kind = hid ? UsbTransfer.Interrupt : UsbTransfer.Bulk;
        var commands = new UsbInterfaceDescription(
            hid ? HidClass : VendorClass, 0, 0, hid ? "CMSIS-DAP v1" : "CMSIS-DAP v2",
            [Endpoint(outAddress, kind, size), Endpoint(inAddress, kind, size)])
        { Report = hid ? VendorReport(size) : null };
        return new SimulatedUsbDevice(
            new UsbDescription(ArmVendor, DapLinkProduct, 0x0100, SpeedOf(size), "Appliance", options.Product, options.Serial, [commands]),
            hid ? new HidFunction(pipe, outAddress, inAddress) : pipe);
    }

    /// <summary>
    /// An ST-LINK: its debug interface alone, with the trace endpoint, on which nothing is ever sent. Endpoints: OpenOCD <c>stlink_usb.c</c>
    /// (V2 of its own box answers on 0x81, takes commands on 0x02; V2-1 and V3 on 0x01).
    /// </summary>
    public static SimulatedUsbDevice AsUsbDevice(this SimulatedStLink probe)
    {
        const byte outAddress = 0x01, inAddress = 0x81, traceAddress = 0x82;
        var options = probe.Options;
        var size = options.MaximumPacket;
        var debug = new UsbInterfaceDescription(
            VendorClass, 0xFF, 0xFF, "ST-Link Debug",
            [Endpoint(outAddress, UsbTransfer.Bulk, size), Endpoint(inAddress, UsbTransfer.Bulk, size), Endpoint(traceAddress, UsbTransfer.Bulk, size)]);
        return new SimulatedUsbDevice(
            new UsbDescription(
                StVendor, (ushort)options.ProductId, 0x0100, SpeedOf(size), "STMicroelectronics",
                options.Hardware >= 3 ? "STLINK-V3" : "STM32 STLink", options.Serial, [debug]),
            new PipeFunction(probe.OpenPipe, outAddress, inAddress));
    }

    /// <summary>A J-Link: vendor interface, answers on 0x81, commands on 0x02 (BMP <c>jlink.c</c>, libjaylink take what there is); the serial number in twelve digits.</summary>
    public static SimulatedUsbDevice AsUsbDevice(this SimulatedJLink probe)
    {
        const byte outAddress = 0x02, inAddress = 0x81;
        var options = probe.Options;
        var size = options.EndpointBytes;
        var face = new UsbInterfaceDescription(
            VendorClass, 0xFF, 0xFF, "BULK interface", [Endpoint(inAddress, UsbTransfer.Bulk, size), Endpoint(outAddress, UsbTransfer.Bulk, size)]);
        return new SimulatedUsbDevice(
            new UsbDescription(SeggerVendor, JLinkProduct, 0x0100, SpeedOf(size), "SEGGER", "J-Link", options.Serial.ToString("000000000000", CultureInfo.InvariantCulture), [face]),
            new PipeFunction(probe.OpenPipe, outAddress, inAddress));
    }

    private static UsbEndpointDescription Endpoint(byte address, UsbTransfer kind, int size) =>
        new(new UsbEndpoint(address, kind), (ushort)size, (byte)(kind == UsbTransfer.Interrupt ? 1 : 0));

    private static UsbSpeed SpeedOf(int size) => size > 64 ? UsbSpeed.High : UsbSpeed.Full;

    /// <summary>One input and one output report of bytes without meaning (HID 1.11 §6.2.2): vendor page FF00h, usage 1, no report ids.</summary>
    private static byte[] VendorReport(int bytes)
    {
        byte[] count = [0x96, (byte)bytes, (byte)(bytes >> 8)];
        return
        [
            0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08,
            .. count, 0x09, 0x01, 0x81, 0x02, .. count, 0x09, 0x01, 0x91, 0x02, 0xC0,
        ];
    }
}
