// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace Appliance.Flashing.Firmware;

/// <summary>Hex digits as ASCII bytes, of either case.</summary>
internal static class HexText
{
    private const byte NotADigit = 0xff;

    private static readonly byte[] Values = BuildValues();

    public static SearchValues<byte> Digits { get; } = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Decodes pairs of digits; the text has two for each byte of the destination. Returns the index of the first character that is no digit, or -1.</summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var worst = 0;
        for (var i = 0; i < destination.Length; i++)
        {
            int high = Values[text[2 * i]], low = Values[text[2 * i + 1]];
            worst |= high | low;
            destination[i] = (byte)(high << 4 | low);
        }

        return (worst & 0xf0) == 0 ? -1 : text.IndexOfAnyExcept(Digits);
    }

    private static byte[] BuildValues()
    {
        var values = new byte[256];
        Array.Fill(values, NotADigit);
        for (var i = 0; i < 16; i++)
        {
            values["0123456789abcdef"[i]] = (byte)i;
            values["0123456789ABCDEF"[i]] = (byte)i;
        }

        return values;
    }
}
