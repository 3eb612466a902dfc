// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Binary;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Servers;

/// <summary>
/// A simulated USB device behind the "usb-host" side of the USB redirection protocol, as QEMU's usb-redir speaks it from the other end. Both
/// sides begin with hello, whose header has an id of 32 bits; all later ones have 64, which the client must offer.
/// </summary>
internal sealed class UsbRedir(SimulatedUsbDevice device) : IByteDevice
{
    private const int HelloHeader = 12;
    private const int LaterHeader = 16;
    private const int MostBytes = 1 << 20;
    private const int CapabilitiesAt = 64;
    private const uint LongIds = 1 << 5;
    private readonly List<byte> _pending = [];
    private readonly UsbRedirTransfers _transfers = new(device);
    private bool _greeted;
    private bool _plugged = true;
    private bool _leaving;

    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        _pending.Clear();
        (_greeted, _leaving) = (false, false);
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        _pending.AddRange(bytes);
        while (Next() is { } packet)
        {
            if (!Take(packet, answers)) return false;
        }

        return true;
    }

    /// <summary>Pulls the device out.</summary>
    public void Unplug(IBufferWriter<byte> answers)
    {
        if (_plugged && _greeted)
        {
            _leaving = true;
            Writer(answers).Packet(UsbRedirType.DeviceDisconnect, 0, []);
        }

        _plugged = false;
    }

    /// <summary>Plugs it in again; the client is told once it has let go of it.</summary>
    public void Plug(IBufferWriter<byte> answers)
    {
        if (_plugged) return;
        _plugged = true;
        if (_greeted && !_leaving) Announce(Writer(answers));
    }

    private static UsbRedirWriter Writer(IBufferWriter<byte> to) => new(to, longIds: true);

    private Packet? Next()
    {
        var header = _greeted ? LaterHeader : HelloHeader;
        if (_pending.Count < header) return null;
        var head = _pending.GetRange(0, header).ToArray();
        var length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
        if (length > MostBytes) return new Packet((UsbRedirType)uint.MaxValue, 0, []);
        if (_pending.Count < header + length) return null;
        var body = _pending.GetRange(header, (int)length).ToArray();
        _pending.RemoveRange(0, header + (int)length);
        var id = _greeted ? BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(8)) : 0;
        return new Packet((UsbRedirType)BinaryPrimitives.ReadUInt32LittleEndian(head), id, body);
    }

    /// <returns>False for what this side never offered: the client is dropped.</returns>
    private bool Take(Packet packet, IBufferWriter<byte> answers)
    {
        if (!_greeted) return Greet(packet, answers);
        if (packet.Type == UsbRedirType.DeviceDisconnectAck)
        {
            _leaving = false;
            if (_plugged) Announce(Writer(answers));
            return true;
        }

        if (!_plugged || _leaving) return true;
        var known = _transfers.Take(packet, Writer(answers));
        if (device.IsGone) Unplug(answers);
        return known;
    }

    private bool Greet(Packet packet, IBufferWriter<byte> answers)
    {
        if (packet.Type != UsbRedirType.Hello || packet.Body.Length < CapabilitiesAt + 4) return false;
        if ((BinaryPrimitives.ReadUInt32LittleEndian(packet.Body.AsSpan(CapabilitiesAt)) & LongIds) == 0) return false;
        new UsbRedirWriter(answers, longIds: false).Hello();
        _greeted = true;
        if (_plugged) Announce(Writer(answers));
        return true;
    }

    private void Announce(UsbRedirWriter writer)
    {
        _transfers.Reset();
        writer.Interfaces(device.Description);
        writer.Endpoints(device.Description);
        writer.Connect(device.Description);
    }

    /// <summary>One packet of the client.</summary>
    internal sealed record Packet(UsbRedirType Type, ulong Id, byte[] Body);
}
