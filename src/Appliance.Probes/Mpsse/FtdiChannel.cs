// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;

namespace Appliance.Probes.Mpsse;

/// <summary>
/// The bytes of one channel: control requests, writes, and reads without the two status bytes each packet begins with. An answer that is late or has another length than was asked for
/// leaves nobody knowing what the next bytes belong to: the channel is broken from then on. Owns the link.
/// </summary>
internal sealed class FtdiChannel(IUsbLink link, FtdiPort port, string name, ITargetClock clock) : IDisposable
{
    private const byte ToDevice = 0x40; // vendor request to the device, USB 2.0 table 9-2
    private const int StatusBytes = 2;
    private static readonly TimeSpan ControlLimit = TimeSpan.FromSeconds(1);

    /// <summary>16 Kibit at 100 kHz take 160 ms.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private byte[] _packets = [];
    private string? _broken;

    /// <summary>What messages call the probe.</summary>
    public string Name => name;

    /// <summary>Whether it can be used no more.</summary>
    public bool IsBroken => _broken is not null;

    /// <summary>bcdDevice, by the standard request (USB 2.0 §9.4.3).</summary>
    public ushort Version()
    {
        var descriptor = new byte[18];
        int got = Guard(() => link.Control(new UsbSetup(0x80, 6, 0x0100, 0), descriptor, ControlLimit));
        return got == descriptor.Length ? BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(12)) : throw Break($"a device descriptor of {got} bytes", null);
    }

    /// <summary>Takes the interface from the kernel's serial driver.</summary>
    public void Claim() => Guard(() =>
    {
        link.Claim(port.Interface);
        return 0;
    });

    /// <summary>A vendor request of this channel.</summary>
    public void Request(FtdiRequest request, ushort value) => Guard(() => link.Control(new UsbSetup(ToDevice, (byte)request, value, (ushort)(port.Interface + 1)), [], ControlLimit));

    /// <summary>Sends commands.</summary>
    /// <exception cref="WireException">Cable or probe failed.</exception>
    public void Write(byte[] commands)
    {
        if (_broken is { } reason) throw new WireException(name, $"not usable until it is opened anew: {reason}");
        Guard(() => link.Write(port.Out, commands, Deadline));
    }

    /// <summary>Fetches answers, in as many transfers as they come; a chip that has nothing to say sends its status again and again.</summary>
    /// <param name="length">Bytes expected.</param>
    /// <exception cref="WireException">Cable or probe failed, or more came than was asked for.</exception>
    public byte[] Read(int length)
    {
        var answer = new byte[length];
        TimeSpan until = clock.Now + Deadline;
        for (int have = 0; have < length;)
        {
            ReadOnlySpan<byte> some = Transfer(length - have);
            if (some.Length > length - have) throw Break(TooMuch(some[(length - have)..], length), null);
            some.CopyTo(answer.AsSpan(have));
            have += some.Length;
            if (have < length && clock.Now >= until) throw Break($"{have} of {length} bytes of an answer came in time", null);
        }

        return answer;
    }

    /// <summary>Reads what comes until it ends with some bytes; what an earlier program left behind comes before them.</summary>
    /// <returns>Whether they came.</returns>
    public bool ReadUntil(ReadOnlySpan<byte> end, int most)
    {
        var seen = new List<byte>();
        for (int tries = 0; tries < most && seen.Count <= most; tries++)
        {
            seen.AddRange(Transfer(end.Length));
            if (seen.Count >= end.Length && CollectionsMarshal.AsSpan(seen)[^end.Length..].SequenceEqual(end)) return true;
        }

        return false;
    }

    /// <summary>The error that ends the channel.</summary>
    public WireException Break(string reason, Exception? inner)
    {
        _broken = reason;
        return new WireException(name, reason, inner);
    }

    /// <inheritdoc/>
    public void Dispose() => link.Dispose();

    /// <summary>One transfer, no longer than what is expected needs: a longer one would wait for the latency timer behind a full packet.</summary>
    private ReadOnlySpan<byte> Transfer(int expected)
    {
        int payload = port.PacketBytes - StatusBytes;
        int room = (expected + payload - 1) / payload * port.PacketBytes;
        if (_packets.Length < room) _packets = new byte[room];
        int got = Guard(() => link.Read(port.In, _packets.AsSpan(0, room), Deadline));
        int kept = 0;
        for (int at = 0; at < got; at += port.PacketBytes)
        {
            int bytes = Math.Min(port.PacketBytes, got - at);
            if (bytes < StatusBytes) throw Break($"a packet of {bytes} byte without its status", null);
            _packets.AsSpan(at + StatusBytes, bytes - StatusBytes).CopyTo(_packets.AsSpan(kept));
            kept += bytes - StatusBytes;
        }

        return _packets.AsSpan(0, kept);
    }

    private static string TooMuch(ReadOnlySpan<byte> rest, int length) => rest.Length >= 2 && rest[0] == (byte)MpsseCommand.BadCommand
        ? $"it does not know command 0x{rest[1]:X2}"
        : $"it sent {rest.Length} bytes more than the {length} that were asked for";

    private int Guard(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (UsbException refused)
        {
            throw Break(refused.Fault switch
            {
                UsbFault.Gone => "it was unplugged",
                UsbFault.Timeout => "no answer in time",
                UsbFault.Busy => "another program has it",
                _ => refused.Message,
            }, refused);
        }
    }
}
