// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Platform.Usb;

/// <summary>An interface of a device, from its descriptors (USB 2.0 §9.6.5 and §9.6.6). Alternate settings are left out.</summary>
/// <param name="Number">bInterfaceNumber.</param>
/// <param name="Class">bInterfaceClass: 0x03 HID, 0xFF the vendor's own.</param>
/// <param name="Name">Its string; null where it has none.</param>
/// <param name="Pipes">Its bulk and interrupt endpoints, in the order of the descriptors.</param>
public sealed record UsbInterface(byte Number, byte Class, string? Name, IReadOnlyList<UsbPipeEnd> Pipes)
{
    /// <summary>Class of human interface devices (HID 1.11 §4.1).</summary>
    public const byte HidClass = 0x03;

    /// <summary>Class of a vendor's own protocol (USB-IF class codes).</summary>
    public const byte VendorClass = 0xFF;

    /// <summary>The first endpoint of a kind and direction; null where there is none.</summary>
    public UsbPipeEnd? First(UsbTransfer transfer, bool isIn) =>
        Pipes.FirstOrDefault(pipe => pipe.Endpoint.Transfer == transfer && pipe.Endpoint.IsIn == isIn);
}

/// <summary>One end of a pipe and its packet size.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="PacketBytes">wMaxPacketSize without the bits of high bandwidth.</param>
public sealed record UsbPipeEnd(UsbEndpoint Endpoint, int PacketBytes);
