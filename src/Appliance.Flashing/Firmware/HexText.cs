// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace Appliance.Flashing.Firmware;

/// <summary>Hex digits as ASCII bytes, of either case.</summary>
internal static class HexText
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    public static bool IsAllDigits(ReadOnlySpan<byte> text)
    {
        return !text.ContainsAnyExcept(Digits);
    }

    /// <summary>Decodes a record, all of whose characters from <paramref name="start"/> on must be pairs of hex digits.</summary>
    /// <param name="line">The whole line.</param>
    /// <param name="start">Index of the first digit.</param>
    /// <param name="destination">Room for every pair of the longest line.</param>
    /// <param name="place">Where the line is.</param>
    /// <returns>The bytes, a slice of the destination.</returns>
    public static Span<byte> Decode(ReadOnlySpan<byte> line, int start, Span<byte> destination, FirmwarePlace place)
    {
        var wrong = line[start..].IndexOfAnyExcept(Digits);
        if (wrong >= 0)
            throw place.Error(FirmwareErrorCause.Malformed, $"a hex digit in column {start + wrong + 1}", Show(line[start + wrong]));
        if ((line.Length - start) % 2 != 0)
            throw place.Error(FirmwareErrorCause.Truncated, "pairs of hex digits", $"{line.Length - start} digits");
        _ = Convert.FromHexString(line[start..], destination, out _, out var written);
        return destination[..written];
    }

    /// <summary>A character for a message.</summary>
    public static string Show(byte character)
    {
        return character is > 0x20 and < 0x7f ? $"'{(char)character}'" : $"byte 0x{character:x2}";
    }
}
