// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Simulation.Usb;

/// <summary>How fast a device signals (USB 2.0 §5.3).</summary>
public enum UsbSpeed
{
    /// <summary>12 Mbit/s; bulk packets of 64 bytes.</summary>
    Full,

    /// <summary>480 Mbit/s; bulk packets of 512 bytes.</summary>
    High,
}

/// <summary>What a simulated device says of itself; its descriptors are made from it.</summary>
/// <param name="VendorId">idVendor.</param>
/// <param name="ProductId">idProduct.</param>
/// <param name="Version">bcdDevice.</param>
/// <param name="Speed">How it signals.</param>
/// <param name="Manufacturer">Manufacturer string.</param>
/// <param name="Product">Product string.</param>
/// <param name="Serial">Serial number string; empty where it has none, as on some clones.</param>
/// <param name="Interfaces">Its interfaces, numbered from 0.</param>
public sealed record UsbDescription(
    ushort VendorId, ushort ProductId, ushort Version, UsbSpeed Speed, string Manufacturer, string Product, string Serial,
    IReadOnlyList<UsbInterfaceDescription> Interfaces);

/// <summary>One interface (USB 2.0 §9.6.5).</summary>
/// <param name="Class">bInterfaceClass; 3 is HID.</param>
/// <param name="Subclass">bInterfaceSubClass.</param>
/// <param name="Protocol">bInterfaceProtocol.</param>
/// <param name="Name">Interface string.</param>
/// <param name="Endpoints">Its endpoints, in the order of their descriptors.</param>
public sealed record UsbInterfaceDescription(
    byte Class, byte Subclass, byte Protocol, string Name, IReadOnlyList<UsbEndpointDescription> Endpoints)
{
    /// <summary>The report descriptor of a HID interface; null of others.</summary>
    public byte[]? Report { get; init; }

    /// <summary>Interface strings of alternate settings 1, 2 and so on, which have no endpoints.</summary>
    public IReadOnlyList<string> Alternates { get; init; } = [];

    /// <summary>A descriptor of its class, behind those of all settings.</summary>
    public byte[] ClassDescriptor { get; init; } = [];
}

/// <summary>One endpoint (USB 2.0 §9.6.6).</summary>
/// <param name="Endpoint">Address and kind.</param>
/// <param name="MaximumPacket">wMaxPacketSize.</param>
/// <param name="Interval">bInterval.</param>
public sealed record UsbEndpointDescription(UsbEndpoint Endpoint, ushort MaximumPacket, byte Interval = 0);
