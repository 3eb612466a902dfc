// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>
/// SEGGER's Patches.txt: the counter is the line from 0, a line is <c>count,address,length:bytes[,address,length:bytes …]</c>, all in hex, at most
/// four patches of at most 0x20 bytes (SEGGER wiki, "Flasher: Patch file support").
/// </summary>
public sealed class PatchList : ISerialFormat
{
    private const int MaxPatches = 4;
    private const int MaxBytes = 0x20;
    private readonly IReadOnlyList<IReadOnlyList<SerialPatch>> lines;

    private PatchList(IReadOnlyList<IReadOnlyList<SerialPatch>> lines)
    {
        this.lines = lines;
        Range = new SerialRange(0, (UInt128)(lines.Count - 1), 1);
    }

    /// <inheritdoc/>
    public SerialRange Range { get; }

    /// <summary>Reads the file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="contents">Its contents.</param>
    /// <exception cref="SerialException">It cannot be used; the message says line and reason.</exception>
    public static PatchList Read(string file, ReadOnlySpan<byte> contents) =>
        new([.. SerialFileText.Lines(file, contents).Select((text, i) => Line(file, i + 1, text))]);

    /// <inheritdoc/>
    public SerialValue Make(UInt128 counter) => new("line " + counter.ToString(CultureInfo.InvariantCulture), lines[(int)counter]);

    private static IReadOnlyList<SerialPatch> Line(string file, int line, string text)
    {
        var fields = text.Split(',');
        var count = Number(file, line, fields[0]);
        if (count is 0 or > MaxPatches || fields.Length != 1 + (2 * count))
        {
            throw SerialFileText.At(
                file, line, string.Create(CultureInfo.InvariantCulture, $"{count} patches announced (1 to {MaxPatches}), {(fields.Length - 1) / 2.0:0.#} found"));
        }

        var patches = new List<SerialPatch>();
        for (var i = 1; i < fields.Length; i += 2)
        {
            patches.Add(Patch(file, line, Number(file, line, fields[i]), fields[i + 1]));
        }

        RefuseOverlap(file, line, patches);
        return patches;
    }

    private static SerialPatch Patch(string file, int line, uint address, string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw SerialFileText.At(file, line, $"'{SerialFileText.Short(field)}' is not length:bytes");
        }

        var length = Number(file, line, field[..colon]);
        var bytes = SerialFileText.Hex(file, line, field[(colon + 1)..], MaxBytes);
        if (length != bytes.Length)
        {
            throw SerialFileText.At(file, line, string.Create(CultureInfo.InvariantCulture, $"{length} bytes announced, {bytes.Length} found"));
        }

        return address <= uint.MaxValue - (length - 1)
            ? new SerialPatch(address, Convert.ToHexString(bytes))
            : throw SerialFileText.At(file, line, "the patch leaves the address space");
    }

    private static void RefuseOverlap(string file, int line, List<SerialPatch> patches)
    {
        var ordered = patches.OrderBy(p => p.Address).ToList();
        for (var i = 1; i < ordered.Count; i++)
        {
            if (ordered[i].Address - ordered[i - 1].Address < ordered[i - 1].Bytes.Length / 2)
            {
                throw SerialFileText.At(file, line, string.Create(CultureInfo.InvariantCulture, $"two patches at 0x{ordered[i].Address:X}"));
            }
        }
    }

    private static uint Number(string file, int line, string text) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw SerialFileText.At(file, line, $"'{SerialFileText.Short(text)}' is no hex number of 32 bits");
}
