// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Ports.Packets;
using Appliance.Ports.Usb;

namespace Appliance.EndToEnd.Tests.Probes;

/// <summary>A device with one interface of interest, whose endpoints lead to a pipe.</summary>
internal sealed class FakeUsbLink(byte[] configuration, IReadOnlyDictionary<byte, string> strings, IPacketPipe pipe) : IUsbLink
{
    public List<byte> Claimed { get; } = [];

    public bool Disposed { get; private set; }

    /// <summary>A configuration of whole descriptors: its own head is put in front.</summary>
    public static byte[] Configuration(params byte[][] parts)
    {
        var length = 9 + parts.Sum(part => part.Length);
        return [9, 2, (byte)length, (byte)(length >> 8), 1, 1, 0, 0x80, 50, .. parts.SelectMany(part => part)];
    }

    public static byte[] Interface(byte number, byte @class, byte name, params byte[][] endpoints) =>
        [9, 4, number, 0, (byte)endpoints.Length, @class, 0, 0, name, .. endpoints.SelectMany(end => end)];

    public static byte[] Bulk(byte address, ushort packet = 64) => [7, 5, address, 2, (byte)packet, (byte)(packet >> 8), 0];

    public static byte[] Interrupt(byte address, ushort packet = 64) => [7, 5, address, 3, (byte)packet, (byte)(packet >> 8), 1];

    public void Claim(byte number) => Claimed.Add(number);

    public int Control(UsbSetup setup, Span<byte> data, TimeSpan limit)
    {
        if (setup is { RequestType: 0x21, Request: 9 })
        {
            pipe.Write(data, limit);
            return data.Length;
        }

        var answer = (setup.Value >> 8) switch
        {
            2 => configuration,
            3 when strings.TryGetValue((byte)setup.Value, out var text) => [(byte)(2 + (2 * text.Length)), 3, .. Encoding.Unicode.GetBytes(text)],
            _ => throw new UsbException(UsbFault.Stall, "stall"),
        };
        var length = Math.Min(answer.Length, data.Length);
        answer.AsSpan(0, length).CopyTo(data);
        return length;
    }

    public int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit)
    {
        pipe.Write(data, limit);
        return data.Length;
    }

    public int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit)
    {
        try
        {
            return pipe.Read(data, limit);
        }
        catch (PacketException silent) when (silent.Fault == PacketFault.Timeout)
        {
            throw new UsbException(UsbFault.Timeout, silent.Message);
        }
    }

    public void ClearHalt(UsbEndpoint endpoint)
    {
    }

    public void Dispose()
    {
        Disposed = true;
        pipe.Dispose();
    }
}

/// <summary>Devices in sockets.</summary>
internal sealed class FakeUsbBus : IUsbBus
{
    private readonly Dictionary<string, (UsbDevice Device, Func<IUsbLink> Open)> _sockets = [];

    public void Plug(UsbDevice device, Func<IUsbLink>? open = null) =>
        _sockets[device.Path] = (device, open ?? (() => throw new UsbException(UsbFault.Gone, "gone")));

    public void Unplug(string path) => _sockets.Remove(path);

    public IReadOnlyList<UsbDevice> List() => [.. _sockets.Values.Select(socket => socket.Device)];

    public IUsbLink Open(string path) =>
        _sockets.TryGetValue(path, out var socket) ? socket.Open() : throw new UsbException(UsbFault.Gone, $"nothing at {path}");
}
