// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;

namespace Appliance.Probes.Tests.CmsisDap;

/// <summary>A cable that spoils one answer: cut short, too long, late, doubled, lost, stale, or with another byte in it.</summary>
internal sealed class GarblingPipe(IPacketPipe inner, int answersBefore, string how, Random random) : IPacketPipe
{
    private byte[]? _held;
    private int _answers;

    public string Name => inner.Name;

    public int MaximumPacket => inner.MaximumPacket;

    public bool Spoilt { get; private set; }

    public void Write(ReadOnlySpan<byte> data, TimeSpan deadline) => inner.Write(data, deadline);

    public int Read(Span<byte> buffer, TimeSpan deadline)
    {
        if (_held is { } held)
        {
            _held = null;
            held.CopyTo(buffer);
            return held.Length;
        }

        int length = inner.Read(buffer, deadline);
        return _answers++ == answersBefore ? Spoil(buffer, length, deadline) : length;
    }

    public void Dispose() => inner.Dispose();

    private int Spoil(Span<byte> buffer, int length, TimeSpan deadline)
    {
        Spoilt = true;
        switch (how)
        {
            case "short":
                return random.Next(length);
            case "long":
                random.NextBytes(buffer[length..Math.Min(buffer.Length, length + 40)]);
                return Math.Min(buffer.Length, length + 40);
            case "late":
                _held = buffer[..length].ToArray();
                throw new PacketException(PacketFault.Timeout, Name, "no answer yet");
            case "doubled":
                _held = buffer[..length].ToArray();
                return length;
            case "lost":
                return Read(buffer, deadline);
            case "gone":
                throw new PacketException(PacketFault.Gone, Name, "unplugged");
            case "header":
                buffer[random.Next(Math.Min(3, length))] ^= (byte)random.Next(1, 256);
                return length;
            default:
                random.NextBytes(buffer[..64]);
                return random.Next(65);
        }
    }
}
