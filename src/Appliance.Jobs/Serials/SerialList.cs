// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>
/// A list of serials as SEGGER's SNLIST.TXT: one in hex a line, the counter is the line from 0. A shorter line is filled with zeros at its end as
/// there; a longer one, which is cut there without a word, and a serial that comes twice are refused.
/// </summary>
public sealed class SerialList : ISerialFormat
{
    private readonly uint address;
    private readonly IReadOnlyList<byte[]> serials;

    private SerialList(uint address, IReadOnlyList<byte[]> serials)
    {
        (this.address, this.serials) = (address, serials);
        Range = new SerialRange(0, (UInt128)(serials.Count - 1), 1);
    }

    /// <inheritdoc/>
    public SerialRange Range { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="contents">Its contents.</param>
    /// <param name="address">Where a serial goes.</param>
    /// <param name="length">Bytes of a serial, 1 to 64.</param>
    /// <exception cref="SerialException">It cannot be used; the message says line and reason.</exception>
    public static SerialList Read(string file, ReadOnlySpan<byte> contents, uint address, int length)
    {
        SerialBytes.RequireLength(length, SerialBytes.MaxLength);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var serials = new List<byte[]>();
        foreach (var text in SerialFileText.Lines(file, contents))
        {
            var line = serials.Count + 1;
            var serial = new byte[length];
            SerialFileText.Hex(file, line, text, length).CopyTo(serial, 0);
            if (!seen.TryAdd(Convert.ToHexString(serial), line))
            {
                var first = seen[Convert.ToHexString(serial)];
                throw SerialFileText.At(file, line, string.Create(CultureInfo.InvariantCulture, $"the same serial as in line {first}"));
            }

            serials.Add(serial);
        }

        return new SerialList(address, serials);
    }

    /// <inheritdoc/>
    public SerialValue Make(UInt128 counter)
    {
        var text = Convert.ToHexString(serials[(int)counter]);
        return new SerialValue(text, [new SerialPatch(address, text)]);
    }
}
