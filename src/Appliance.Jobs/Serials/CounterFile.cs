// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>SEGGER's SERIAL.TXT and Cntdown.txt: one decimal number.</summary>
public static class CounterFile
{
    /// <summary>The next serial, or the next line of a list, as SERIAL.TXT says.</summary>
    /// <exception cref="SerialException">It does not hold one unsigned decimal number.</exception>
    public static UInt128 ReadSerial(string file, ReadOnlySpan<byte> contents) => Read(file, contents, UInt128.MaxValue);

    /// <summary>Boards left to make, as Cntdown.txt says: 32 bits.</summary>
    /// <exception cref="SerialException">It does not hold one unsigned decimal number of 32 bits; an empty file is no licence to make any number.</exception>
    public static long ReadCountdown(string file, ReadOnlySpan<byte> contents) => (long)Read(file, contents, uint.MaxValue);

    private static UInt128 Read(string file, ReadOnlySpan<byte> contents, UInt128 max)
    {
        var lines = SerialFileText.Lines(file, contents);
        return lines.Count == 1 && UInt128.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw SerialBytes.Bad(string.Create(CultureInfo.InvariantCulture, $"{file} does not hold one decimal number up to {max}"));
    }
}
