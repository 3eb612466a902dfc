// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Appliance.Ports.Usb;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Servers;

/// <summary>Numbers of the USB redirection protocol, version 0.7: packets of the control pipe below 100, data from there.</summary>
internal enum UsbRedirType : uint
{
    Hello = 0,
    DeviceConnect = 1,
    DeviceDisconnect = 2,
    Reset = 3,
    InterfaceInfo = 4,
    EndpointInfo = 5,
    SetConfiguration = 6,
    GetConfiguration = 7,
    ConfigurationStatus = 8,
    SetAlternate = 9,
    GetAlternate = 10,
    AlternateStatus = 11,
    StartInterruptReceiving = 15,
    StopInterruptReceiving = 16,
    InterruptReceivingStatus = 17,
    CancelDataPacket = 21,
    DeviceDisconnectAck = 24,
    ControlPacket = 100,
    BulkPacket = 101,
    InterruptPacket = 103,
}

/// <summary>Writes the packets a device's side sends (USB Network Redirection protocol 0.7, "Packet format"). All numbers are little endian.</summary>
internal sealed class UsbRedirWriter(IBufferWriter<byte> to, bool longIds)
{
    /// <summary>device version, disconnect acknowledged, packet sizes of endpoints, ids of 64 bits, lengths of 32 bits.</summary>
    public const uint Capabilities = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6;

    /// <summary>Entries of the tables of interfaces and endpoints.</summary>
    private const int Slots = 32;

    public void Hello()
    {
        var body = new byte[68];
        Encoding.ASCII.GetBytes("appliance simulation").CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(64), Capabilities);
        Packet(UsbRedirType.Hello, 0, body);
    }

    public void Interfaces(UsbDescription of)
    {
        var body = new byte[4 + (4 * Slots)];
        BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)of.Interfaces.Count);
        for (var number = 0; number < of.Interfaces.Count; number++)
        {
            var one = of.Interfaces[number];
            body[4 + number] = (byte)number;
            body[4 + Slots + number] = one.Class;
            body[4 + (2 * Slots) + number] = one.Subclass;
            body[4 + (3 * Slots) + number] = one.Protocol;
        }

        Packet(UsbRedirType.InterfaceInfo, 0, body);
    }

    public void Endpoints(UsbDescription of)
    {
        const byte control = 0, none = 255;
        var body = new byte[(3 * Slots) + (2 * Slots)];
        body.AsSpan(0, Slots).Fill(none);
        foreach (var slot in (int[])[0, Slots / 2])
        {
            body[slot] = control;
            BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan((3 * Slots) + (2 * slot)), 64);
        }

        for (var number = 0; number < of.Interfaces.Count; number++)
        {
            foreach (var one in of.Interfaces[number].Endpoints)
            {
                var slot = (one.Endpoint.IsIn ? Slots / 2 : 0) + (one.Endpoint.Address & 0x0F);
                body[slot] = (byte)(one.Endpoint.Transfer == UsbTransfer.Bulk ? 2 : 3);
                body[Slots + slot] = one.Interval;
                body[(2 * Slots) + slot] = (byte)number;
                BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan((3 * Slots) + (2 * slot)), one.MaximumPacket);
            }
        }

        Packet(UsbRedirType.EndpointInfo, 0, body);
    }

    public void Connect(UsbDescription of)
    {
        var body = new byte[10];
        body[0] = (byte)(of.Speed == UsbSpeed.High ? 2 : 1);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(4), of.VendorId);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(6), of.ProductId);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(8), of.Version);
        Packet(UsbRedirType.DeviceConnect, 0, body);
    }

    public void Packet(UsbRedirType type, ulong id, ReadOnlySpan<byte> body, ReadOnlySpan<byte> data = default)
    {
        var header = new byte[longIds ? 16 : 12];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)type);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)(body.Length + data.Length));
        if (longIds) BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), id);
        else BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), (uint)id);
        to.Write(header);
        to.Write(body);
        to.Write(data);
    }
}
