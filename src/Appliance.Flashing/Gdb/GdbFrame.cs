// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Flashing.Gdb;

/// <summary>Packets of GDB's remote serial protocol (GDB manual, appendix E.1, "Overview"): <c>$</c>, data, <c>#</c>, sum of the data modulo 256 in two hex digits.</summary>
internal static class GdbFrame
{
    /// <summary>Begins a packet.</summary>
    public const byte Start = (byte)'$';

    /// <summary>Begins a notification, which nobody acknowledges.</summary>
    public const byte Notification = (byte)'%';

    /// <summary>Ends the data; two digits follow.</summary>
    public const byte End = (byte)'#';

    private const byte Escape = (byte)'}';
    private const byte Repeat = (byte)'*';
    private const byte EscapeBit = 0x20;

    /// <summary>What is added to a number of repeats to make it a character one can print.</summary>
    private const int RepeatOffset = 29;

    /// <summary>A packet of these data.</summary>
    /// <param name="data">Escaped already where it has to be.</param>
    public static byte[] Wrap(ReadOnlySpan<byte> data)
    {
        var packet = new byte[data.Length + 4];
        packet[0] = Start;
        data.CopyTo(packet.AsSpan(1));
        packet[data.Length + 1] = End;
        var sum = Sum(data);
        (packet[data.Length + 2], packet[data.Length + 3]) = (Digit(sum >> 4), Digit(sum & 0xF));
        return packet;
    }

    /// <summary>Bytes as they may stand within a packet.</summary>
    public static byte[] Escaped(ReadOnlySpan<byte> bytes)
    {
        var escaped = new List<byte>(bytes.Length + 16);
        foreach (var value in bytes)
        {
            if (NeedsEscape(value)) escaped.AddRange([Escape, (byte)(value ^ EscapeBit)]);
            else escaped.Add(value);
        }

        return [.. escaped];
    }

    /// <summary>How many bytes a byte takes within a packet.</summary>
    public static int Width(byte value) => NeedsEscape(value) ? 2 : 1;

    /// <summary>Whether the two digits behind the data are their sum.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> data, byte high, byte low) =>
        byte.TryParse([(char)high, (char)low], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum) && sum == Sum(data);

    /// <summary>The data with escapes and repeats resolved; null where they make no sense, or make more than <paramref name="most"/> bytes.</summary>
    public static byte[]? Resolved(ReadOnlySpan<byte> data, int most)
    {
        var bytes = new List<byte>(data.Length);
        for (var i = 0; i < data.Length; i++)
        {
            switch (data[i])
            {
                case Escape when i + 1 < data.Length:
                    bytes.Add((byte)(data[++i] ^ EscapeBit));
                    break;
                case Repeat when i + 1 < data.Length && bytes.Count > 0 && data[i + 1] > RepeatOffset:
                    bytes.AddRange(Enumerable.Repeat(bytes[^1], data[++i] - RepeatOffset));
                    break;
                case Escape or Repeat:
                    return null;
                default:
                    bytes.Add(data[i]);
                    break;
            }

            if (bytes.Count > most) return null;
        }

        return [.. bytes];
    }

    private static bool NeedsEscape(byte value) => value is Start or End or Escape or Repeat;

    private static byte Sum(ReadOnlySpan<byte> data)
    {
        byte sum = 0;
        foreach (var value in data) sum += value;
        return sum;
    }

    private static byte Digit(int value) => (byte)"0123456789abcdef"[value];
}
