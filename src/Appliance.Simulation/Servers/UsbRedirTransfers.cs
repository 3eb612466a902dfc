// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Usb;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Servers;

/// <summary>
/// What a client wants of the device while it is plugged in. A bulk read waits until the device has something or the client cancels it;
/// interrupt endpoints are read for the client once it has said so.
/// </summary>
internal sealed class UsbRedirTransfers(SimulatedUsbDevice device)
{
    private const byte Success = 0;
    private const byte Cancelled = 1;
    private const byte Invalid = 2;
    private readonly List<(ulong Id, byte[] Head)> _reads = [];
    private readonly SortedSet<byte> _receiving = [];
    private ulong _reports;

    /// <summary>The device was plugged in.</summary>
    public void Reset()
    {
        _reads.Clear();
        _receiving.Clear();
        _reports = 0;
        device.Reset();
    }

    /// <returns>False for a packet nobody may send.</returns>
    public bool Take(UsbRedir.Packet packet, UsbRedirWriter writer)
    {
        if (packet.Body.Length < Least(packet.Type)) return false;
        switch (packet.Type)
        {
            case UsbRedirType.Reset:
                Reset();
                break;
            case UsbRedirType.SetConfiguration:
                Configure(packet, writer);
                break;
            case UsbRedirType.GetConfiguration:
                writer.Packet(UsbRedirType.ConfigurationStatus, packet.Id, [Success, device.Configuration]);
                break;
            case UsbRedirType.SetAlternate:
                var set = device.SetAlternate(packet.Body[0], packet.Body[1]);
                writer.Packet(UsbRedirType.AlternateStatus, packet.Id, [set ? Success : Invalid, packet.Body[0], packet.Body[1]]);
                break;
            case UsbRedirType.GetAlternate:
                writer.Packet(UsbRedirType.AlternateStatus, packet.Id, [Success, packet.Body[0], device.Alternate(packet.Body[0])]);
                break;
            case UsbRedirType.StartInterruptReceiving:
                _receiving.Add(packet.Body[0]);
                writer.Packet(UsbRedirType.InterruptReceivingStatus, packet.Id, [Success, packet.Body[0]]);
                break;
            case UsbRedirType.StopInterruptReceiving:
                _receiving.Remove(packet.Body[0]);
                writer.Packet(UsbRedirType.InterruptReceivingStatus, packet.Id, [Success, packet.Body[0]]);
                break;
            case UsbRedirType.CancelDataPacket:
                Cancel(packet.Id, writer);
                break;
            case UsbRedirType.ControlPacket:
                Control(packet, writer);
                break;
            case UsbRedirType.BulkPacket:
                Bulk(packet, writer);
                break;
            case UsbRedirType.InterruptPacket:
                writer.Packet(
                    UsbRedirType.InterruptPacket, packet.Id, [packet.Body[0], StatusOf(device.Out(packet.Body[0], packet.Body.AsSpan(4))), .. packet.Body[2..4]]);
                break;
            default:
                return false;
        }

        Send(writer);
        return true;
    }

    /// <summary>Bytes the body of a packet has at least.</summary>
    private static int Least(UsbRedirType type) => type switch
    {
        UsbRedirType.SetConfiguration or UsbRedirType.GetAlternate => 1,
        UsbRedirType.StartInterruptReceiving or UsbRedirType.StopInterruptReceiving => 1,
        UsbRedirType.SetAlternate => 2,
        UsbRedirType.InterruptPacket => 4,
        UsbRedirType.ControlPacket or UsbRedirType.BulkPacket => 10,
        _ => 0,
    };

    private static byte StatusOf(UsbEnd end) => end switch
    {
        UsbEnd.Done => Success,
        UsbEnd.Stall => 4,
        _ => 6,
    };

    private void Configure(UsbRedir.Packet packet, UsbRedirWriter writer)
    {
        var done = device.Configure(packet.Body[0]);
        writer.Interfaces(device.Description);
        writer.Endpoints(device.Description);
        writer.Packet(UsbRedirType.ConfigurationStatus, packet.Id, [done ? Success : Invalid, device.Configuration]);
    }

    /// <summary>endpoint, bRequest, bmRequestType, status, wValue, wIndex, wLength, then the data of an OUT request.</summary>
    private void Control(UsbRedir.Packet packet, UsbRedirWriter writer)
    {
        var head = packet.Body[..10];
        var setup = new UsbSetup(head[2], head[1], BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(4)), BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(6)));
        var length = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8));
        var reply = device.Control(setup, length, packet.Body.AsSpan(10));
        head[3] = StatusOf(reply.End);
        var isIn = (setup.RequestType & 0x80) != 0;
        var moved = reply.End != UsbEnd.Done ? 0 : isIn ? reply.Data.Length : length;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), (ushort)moved);
        writer.Packet(UsbRedirType.ControlPacket, packet.Id, head, isIn ? reply.Data : []);
    }

    /// <summary>endpoint, status, length, stream, high half of the length, then the data of a write.</summary>
    private void Bulk(UsbRedir.Packet packet, UsbRedirWriter writer)
    {
        var head = packet.Body[..10];
        if ((head[0] & 0x80) != 0)
        {
            _reads.Add((packet.Id, head));
            return;
        }

        var data = packet.Body.AsSpan(10);
        var end = device.Out(head[0], data);
        SetResult(head, end, end == UsbEnd.Done ? data.Length : 0);
        writer.Packet(UsbRedirType.BulkPacket, packet.Id, head);
    }

    private void Cancel(ulong id, UsbRedirWriter writer)
    {
        var at = _reads.FindIndex(read => read.Id == id);
        if (at < 0) return;
        var head = _reads[at].Head;
        _reads.RemoveAt(at);
        head[1] = Cancelled;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), 0);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), 0);
        writer.Packet(UsbRedirType.BulkPacket, id, head);
    }

    private void Send(UsbRedirWriter writer)
    {
        for (var at = 0; at < _reads.Count;)
        {
            var (id, head) = _reads[at];
            var room = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(2)) | BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)) << 16;
            if (device.In(head[0], room) is not { } reply)
            {
                at++;
                continue;
            }

            _reads.RemoveAt(at);
            SetResult(head, reply.End, reply.Data.Length);
            writer.Packet(UsbRedirType.BulkPacket, id, head, reply.Data);
        }

        foreach (var endpoint in _receiving) SendReports(endpoint, writer);
    }

    private void SendReports(byte endpoint, UsbRedirWriter writer)
    {
        var room = device.Endpoints.FirstOrDefault(one => one.Endpoint.Address == endpoint)?.MaximumPacket ?? 0;
        while (device.In(endpoint, room) is { } reply)
        {
            writer.Packet(
                UsbRedirType.InterruptPacket, _reports++, [endpoint, StatusOf(reply.End), (byte)reply.Data.Length, (byte)(reply.Data.Length >> 8)], reply.Data);
            if (reply.End != UsbEnd.Done) return;
        }
    }

    private static void SetResult(byte[] head, UsbEnd end, int length)
    {
        head[1] = StatusOf(end);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), (ushort)(length >> 16));
    }
}
