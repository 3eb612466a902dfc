// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>
/// Serves a disk to QEMU by the Network Block Device protocol (fixed newstyle, simple replies; NetworkBlockDevice/nbd, doc/proto.md). One client
/// after the other.
/// </summary>
internal sealed class NbdServer : IDisposable
{
    private const ulong Magic = 0x4E42444D41474943;          // "NBDMAGIC"
    private const ulong OptionMagic = 0x49484156454F5054;    // "IHAVEOPT"
    private const ulong OptionReplyMagic = 0x0003E889045565A9;
    private const uint RequestMagic = 0x25609513;
    private const uint ReplyMagic = 0x67446698;
    private const ushort FixedNewstyleNoZeroes = 3;
    private const ushort HasFlagsSendFlushSendFua = 1 | 4 | 8;
    private const uint Unsupported = 0x80000001;

    private readonly VolatileDisk _disk;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Thread _thread;
    private volatile bool _ending;

    /// <summary>Listens on a Unix socket.</summary>
    public NbdServer(VolatileDisk disk, string path)
    {
        _disk = disk;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _thread = new Thread(Serve) { IsBackground = true, Name = "nbd" };
        _thread.Start();
    }

    /// <summary>What went wrong with a client, null when nothing did; a machine that is killed is no trouble.</summary>
    public Exception? Trouble { get; private set; }

    public void Dispose()
    {
        _ending = true;
        _listener.Dispose();
    }

    private void Serve()
    {
        while (!_ending)
        {
            try
            {
                using var client = _listener.Accept();
                using var stream = new NetworkStream(client);
                if (Negotiate(stream)) Transmit(stream);
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
            {
                // QEMU was killed, or this server was.
            }
            catch (InvalidDataException wrong)
            {
                Trouble ??= wrong;
            }
        }
    }

    private bool Negotiate(NetworkStream stream)
    {
        Send(stream, 18, (span) =>
        {
            BinaryPrimitives.WriteUInt64BigEndian(span, Magic);
            BinaryPrimitives.WriteUInt64BigEndian(span[8..], OptionMagic);
            BinaryPrimitives.WriteUInt16BigEndian(span[16..], FixedNewstyleNoZeroes);
        });
        _ = Receive(stream, 4);
        while (true)
        {
            var head = Receive(stream, 16);
            if (BinaryPrimitives.ReadUInt64BigEndian(head) != OptionMagic) throw new InvalidDataException("NBD: no option where one belongs.");
            var option = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(8));
            _ = Receive(stream, (int)BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(12)));
            switch (option)
            {
                case 2: // NBD_OPT_ABORT
                    Reply(stream, option, 1, []);
                    return false;
                case 6 or 7: // NBD_OPT_INFO, NBD_OPT_GO
                    Reply(stream, option, 3, Export());
                    Reply(stream, option, 1, []);
                    if (option == 7) return true;
                    break;
                default:
                    Reply(stream, option, Unsupported, []);
                    break;
            }
        }
    }

    /// <summary>NBD_INFO_EXPORT: type 0, size, flags.</summary>
    private byte[] Export()
    {
        var info = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(info.AsSpan(2), _disk.Length);
        BinaryPrimitives.WriteUInt16BigEndian(info.AsSpan(10), HasFlagsSendFlushSendFua);
        return info;
    }

    private void Transmit(NetworkStream stream)
    {
        while (true)
        {
            var head = Receive(stream, 28);
            if (BinaryPrimitives.ReadUInt32BigEndian(head) != RequestMagic) throw new InvalidDataException("NBD: no request where one belongs.");
            var through = (BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(4)) & 1) != 0;
            var kind = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(6));
            var offset = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(16));
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(24));
            byte[] data = [];
            switch (kind)
            {
                case 0: // NBD_CMD_READ
                    data = new byte[length];
                    _disk.Read(offset, data);
                    break;
                case 1: // NBD_CMD_WRITE
                    if (!_disk.Write(offset, Receive(stream, length), through)) return;
                    break;
                case 2: // NBD_CMD_DISC
                    return;
                case 3: // NBD_CMD_FLUSH
                    if (!_disk.Flush()) return;
                    break;
                default:
                    throw new InvalidDataException($"NBD: request {kind} was not offered.");
            }

            Send(stream, 16 + data.Length, span =>
            {
                BinaryPrimitives.WriteUInt32BigEndian(span, ReplyMagic);
                head.AsSpan(8, 8).CopyTo(span[8..]);
                data.CopyTo(span[16..]);
            });
        }
    }

    private static void Reply(NetworkStream stream, uint option, uint kind, byte[] data) => Send(stream, 20 + data.Length, span =>
    {
        BinaryPrimitives.WriteUInt64BigEndian(span, OptionReplyMagic);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], option);
        BinaryPrimitives.WriteUInt32BigEndian(span[12..], kind);
        BinaryPrimitives.WriteInt32BigEndian(span[16..], data.Length);
        data.CopyTo(span[20..]);
    });

    private static void Send(NetworkStream stream, int length, Filler fill)
    {
        var bytes = new byte[length];
        fill(bytes);
        stream.Write(bytes);
    }

    private static byte[] Receive(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private delegate void Filler(Span<byte> bytes);
}
