// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>Order of the bytes of a number in memory.</summary>
public enum SerialOrder
{
    /// <summary>The lowest byte first, as Cortex-M reads it.</summary>
    LittleEndian,

    /// <summary>The highest byte first, as people write it.</summary>
    BigEndian,
}

/// <summary>Numbers as bytes of a fixed length; what does not fit is refused, never cut.</summary>
internal static class SerialBytes
{
    /// <summary>The longest field in bytes: 64, enough for any label, and a bound for every loop.</summary>
    public const int MaxLength = 64;

    public static void RequireLength(int length, int max)
    {
        if (length < 1 || length > max)
        {
            throw Bad(string.Create(CultureInfo.InvariantCulture, $"a length of {length} bytes; 1 to {max} can be used"));
        }
    }

    public static byte[] Binary(UInt128 number, int length, SerialOrder order)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++, number >>= 8)
        {
            bytes[order == SerialOrder.LittleEndian ? i : length - 1 - i] = (byte)number;
        }

        return number == 0 ? bytes : throw TooLarge(length);
    }

    /// <summary>Packed BCD: two decimal digits a byte, the higher digit in the higher nibble.</summary>
    public static byte[] Bcd(UInt128 number, int length, SerialOrder order)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++, number /= 100)
        {
            var pair = (int)(number % 100);
            bytes[order == SerialOrder.LittleEndian ? i : length - 1 - i] = (byte)(((pair / 10) << 4) | (pair % 10));
        }

        return number == 0 ? bytes : throw TooLarge(length);
    }

    public static SerialException Bad(string text) => new(SerialCause.Malformed, text);

    private static SerialException TooLarge(int length) =>
        Bad(string.Create(CultureInfo.InvariantCulture, $"the counter does not fit into {length} bytes"));
}
