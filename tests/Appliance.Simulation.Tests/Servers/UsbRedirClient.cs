// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Appliance.Simulation.Tests.Servers;

/// <summary>A packet of the USB redirection protocol.</summary>
internal sealed record RedirPacket(uint Type, ulong Id, byte[] Body);

/// <summary>The "usb-guest" side of the USB redirection protocol, written from its description alone. Every wait ends.</summary>
internal sealed class UsbRedirClient : IDisposable
{
    private const uint Capabilities = 0x7A;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
    private bool _greeted;

    public UsbRedirClient(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    public void Dispose() => _socket.Dispose();

    /// <summary>Greets, and gives what came until the device was announced.</summary>
    public IReadOnlyList<RedirPacket> Greet(uint capabilities = Capabilities)
    {
        var body = new byte[68];
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(64), capabilities);
        Send(0, 0, body);
        Assert.Equal(0u, Receive().Type);
        _greeted = true;
        return [Receive(), Receive(), Receive()];
    }

    public void Send(uint type, ulong id, params byte[] body)
    {
        var header = new byte[_greeted ? 16 : 12];
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)body.Length);
        header[8] = (byte)id;
        _socket.Send([.. header, .. body]);
    }

    public RedirPacket Receive()
    {
        var header = Take(_greeted ? 16 : 12);
        return new RedirPacket(
            BinaryPrimitives.ReadUInt32LittleEndian(header), header[8], Take((int)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4))));
    }

    public RedirPacket Ask(uint type, ulong id, params byte[] body)
    {
        Send(type, id, body);
        return Receive();
    }

    /// <summary>Whether the other side has hung up.</summary>
    public bool IsDropped() => _socket.Receive(new byte[1]) == 0;

    private byte[] Take(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var got = _socket.Receive(bytes.AsSpan(at));
            if (got == 0) throw new EndOfStreamException("the device's side hung up");
            at += got;
        }

        return bytes;
    }
}
