// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Simulation.Usb;

/// <summary>A HID interface: reports through its interrupt endpoints, and by request (HID 1.11 §7.2).</summary>
/// <param name="reports">What takes and gives reports.</param>
/// <param name="outAddress">The endpoint of output reports.</param>
/// <param name="inAddress">The endpoint of input reports.</param>
internal sealed class HidFunction(IUsbFunction reports, byte outAddress, byte inAddress) : IUsbFunction
{
    private const byte ClassToInterface = 0x21;
    private const byte ClassFromInterface = 0xA1;
    private const byte GetReport = 0x01;
    private const byte SetReport = 0x09;
    private const byte SetIdle = 0x0A;
    private const int InputReport = 0x0100;
    private const int OutputReport = 0x0200;

    /// <inheritdoc/>
    public void Reset() => reports.Reset();

    /// <inheritdoc/>
    public UsbEnd Out(byte endpoint, ReadOnlySpan<byte> data) => reports.Out(endpoint, data);

    /// <inheritdoc/>
    public UsbReply? In(byte endpoint, int room) => reports.In(endpoint, room);

    /// <inheritdoc/>
    public UsbReply Control(UsbSetup setup, int length, ReadOnlySpan<byte> data) => (setup.RequestType, setup.Request, setup.Value & 0xFF00) switch
    {
        (ClassToInterface, SetIdle, _) => UsbReply.Sent(),
        (ClassToInterface, SetReport, OutputReport) => new UsbReply(reports.Out(outAddress, data), []),
        (ClassFromInterface, GetReport, InputReport) => reports.In(inAddress, length) ?? UsbReply.Stalled,
        _ => UsbReply.Stalled,
    };
}
