// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>Bytes to and from the boot loader: acknowledges, checksums, and a limit for every wait (AN3155, section 3, "Communication safety").</summary>
/// <param name="line">The serial line.</param>
/// <param name="clock">The clock of the limits.</param>
/// <param name="name">What messages call the line.</param>
internal sealed class UsartWire(ISerialLine line, ITargetClock clock, string name)
{
    private const byte Ack = 0x79;
    private const byte Nack = 0x1F;

    /// <summary>Still at work; the acknowledge follows (AN4221, section 2, no-stretch commands).</summary>
    private const byte Busy = 0x76;

    /// <summary>Start, 8 data bits, parity, stop.</summary>
    private const int BitsPerByte = 11;

    /// <summary>A boot loader answers within microseconds; adapters on USB hold bytes back for 16 ms and a busy machine for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Cancelling is looked at so often while the chip works.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    /// <summary>What messages call the line.</summary>
    public string Name => name;

    /// <summary>How long an answer may take whose bytes and question are so many.</summary>
    public TimeSpan AnswerLimit(int bytes) => Patience + TimeSpan.FromSeconds((double)bytes * BitsPerByte / line.Format.Baud);

    /// <summary>Forgets what was received.</summary>
    public void Discard() => OnLine(() => line.Discard());

    /// <summary>Sends bytes.</summary>
    /// <exception cref="WireException">The line does not take them.</exception>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            line.Write(bytes, AnswerLimit(bytes.Length));
        }
        catch (SerialException broken)
        {
            throw new WireException(name, broken.Message, broken);
        }
    }

    /// <summary>Sends bytes and the XOR of them all.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="first">What the XOR begins with.</param>
    public void SendChecked(ReadOnlySpan<byte> bytes, byte first = 0)
    {
        var all = new byte[bytes.Length + 1];
        bytes.CopyTo(all);
        foreach (var one in bytes) first ^= one;
        all[^1] = first;
        Send(all);
    }

    /// <summary>Receives exactly so many bytes.</summary>
    /// <exception cref="BootLoaderException"><see cref="BootFault.NoAnswer"/>: they did not all come.</exception>
    public void Receive(Span<byte> bytes, string what, uint? address = null)
    {
        var (got, deadline) = (0, clock.Now + AnswerLimit(bytes.Length));
        while (got < bytes.Length)
        {
            var count = ReadSome(bytes[got..], deadline - clock.Now);
            if (count == 0)
                throw new BootLoaderException(BootFault.NoAnswer, name, $"{what} came to an end too early.", address, $"{bytes.Length} bytes", $"{got} bytes");
            got += count;
        }
    }

    /// <summary>Waits for the acknowledge.</summary>
    /// <param name="limit">How long it may take beside the way there and back.</param>
    /// <param name="what">What is to be acknowledged.</param>
    /// <param name="address">Address concerned.</param>
    /// <param name="cancel">Looked at while the chip works.</param>
    /// <exception cref="BootLoaderException">It refuses, is silent, or says something else.</exception>
    public void Acknowledge(TimeSpan limit, string what, uint? address, CancellationToken cancel)
    {
        var deadline = clock.Now + limit;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            switch (Next(deadline))
            {
                case Ack:
                    return;
                case Busy:
                    continue;
                case Nack:
                    throw new BootLoaderException(BootFault.Refused, name, $"The boot loader refused {what}.", address, "ACK (0x79)", "NACK (0x1f)");
                case null when clock.Now >= deadline:
                    throw new BootLoaderException(BootFault.NoAnswer, name, $"The boot loader did not answer {what}.", address, "ACK (0x79)", $"nothing for {limit.TotalSeconds:0.###} s");
                case null:
                    continue;
                case var other:
                    throw new BootLoaderException(BootFault.Garbled, name, $"The answer to {what} is none.", address, "ACK (0x79) or NACK (0x1f)", $"0x{other:x2}");
            }
        }
    }

    /// <summary>One byte of whatever comes; null when nothing does.</summary>
    public byte? Peek(TimeSpan limit)
    {
        Span<byte> one = stackalloc byte[1];
        return ReadSome(one, limit) == 0 ? null : one[0];
    }

    /// <summary>Whether a byte that came is an acknowledge.</summary>
    public static bool IsAck(byte? answer) => answer == Ack;

    /// <summary>Whether a byte that came is a refusal.</summary>
    public static bool IsNack(byte? answer) => answer == Nack;

    private byte? Next(TimeSpan deadline)
    {
        var left = deadline - clock.Now;
        return Peek(left < Slice ? left : Slice);
    }

    private int ReadSome(Span<byte> bytes, TimeSpan limit)
    {
        try
        {
            return line.Read(bytes, limit < TimeSpan.Zero ? TimeSpan.Zero : limit);
        }
        catch (SerialException broken)
        {
            throw new WireException(name, broken.Message, broken);
        }
    }

    private void OnLine(Action work)
    {
        try
        {
            work();
        }
        catch (SerialException broken)
        {
            throw new WireException(name, broken.Message, broken);
        }
    }
}
