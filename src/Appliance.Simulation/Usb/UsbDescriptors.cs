// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Appliance.Ports.Usb;

namespace Appliance.Simulation.Usb;

/// <summary>The bytes of descriptors: USB 2.0 §9.6, HID 1.11 §6.2.1. A high-speed device gives no device qualifier; no host here asks for one.</summary>
internal static class UsbDescriptors
{
    private const byte Manufacturer = 1;
    private const byte Product = 2;
    private const byte Serial = 3;
    private const byte FirstInterface = 4;
    private const byte EnglishUnitedStates = 0x09;

    /// <summary>A descriptor; null where the device has none of this kind.</summary>
    /// <param name="of">The device.</param>
    /// <param name="type">bDescriptorType.</param>
    /// <param name="index">Which of its kind.</param>
    public static byte[]? Find(UsbDescription of, byte type, byte index) => type switch
    {
        1 => Device(of),
        2 when index == 0 => Configuration(of),
        3 => String(of, index),
        _ => null,
    };

    /// <summary>A descriptor an interface is asked for itself; null where it has none.</summary>
    public static byte[]? OfInterface(UsbDescription of, byte type, ushort number)
    {
        if (number >= of.Interfaces.Count || of.Interfaces[number].Report is not { } report) return null;
        return type switch
        {
            0x21 => Hid(report),
            0x22 => report,
            _ => null,
        };
    }

    private static byte[] Device(UsbDescription of) =>
    [
        18, 1, .. Half(0x0200), 0, 0, 0, 64, .. Half(of.VendorId), .. Half(of.ProductId), .. Half(of.Version), Manufacturer, Product,
        of.Serial.Length > 0 ? Serial : (byte)0, 1,
    ];

    private static byte[] Configuration(UsbDescription of)
    {
        var parts = Enumerable.Range(0, of.Interfaces.Count).SelectMany(number => Interface(of, number)).ToArray();
        return [9, 2, .. Half(9 + parts.Length), (byte)of.Interfaces.Count, SimulatedUsbDevice.OnlyConfiguration, 0, 0x80, 50, .. parts];
    }

    private static byte[] Interface(UsbDescription of, int number)
    {
        var one = of.Interfaces[number];
        var text = FirstInterface + of.Interfaces.Take(number).Sum(before => 1 + before.Alternates.Count);
        return
        [
            9, 4, (byte)number, 0, (byte)one.Endpoints.Count, one.Class, one.Subclass, one.Protocol, (byte)text,
            .. one.Report is { } report ? Hid(report) : [],
            .. one.Endpoints.SelectMany(Endpoint),
            .. one.Alternates.SelectMany((_, index) => (byte[])[9, 4, (byte)number, (byte)(index + 1), 0, one.Class, one.Subclass, one.Protocol, (byte)(text + index + 1)]),
            .. one.ClassDescriptor,
        ];
    }

    private static byte[] Hid(byte[] report) => [9, 0x21, .. Half(0x0111), 0, 1, 0x22, .. Half(report.Length)];

    private static byte[] Endpoint(UsbEndpointDescription one) =>
        [7, 5, one.Endpoint.Address, (byte)(one.Endpoint.Transfer == UsbTransfer.Bulk ? 2 : 3), .. Half(one.MaximumPacket), one.Interval];

    private static byte[]? String(UsbDescription of, byte index)
    {
        if (index == 0) return [4, 3, EnglishUnitedStates, 0x04];
        var text = index switch
        {
            Manufacturer => of.Manufacturer,
            Product => of.Product,
            Serial when of.Serial.Length > 0 => of.Serial,
            >= FirstInterface => of.Interfaces.SelectMany(one => (string[])[one.Name, .. one.Alternates]).ElementAtOrDefault(index - FirstInterface),
            _ => null,
        };
        return text is null ? null : [(byte)(2 + (text.Length * 2)), 3, .. Encoding.Unicode.GetBytes(text)];
    }

    private static byte[] Half(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }
}
