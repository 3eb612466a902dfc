// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Flashing.BootLoaders.Dfu;

/// <summary>A run of equal sectors as the device names them.</summary>
/// <param name="Address">First address of the first one.</param>
/// <param name="Count">How many.</param>
/// <param name="Size">Bytes of each.</param>
/// <param name="Readable">They may be read.</param>
/// <param name="Erasable">They may be erased.</param>
/// <param name="Writable">They may be written.</param>
internal sealed record DfuSeRun(uint Address, int Count, uint Size, bool Readable, bool Erasable, bool Writable)
{
    /// <summary>First address behind the run.</summary>
    public long End => Address + ((long)Count * Size);

    /// <summary>Whether a sector of this run begins and ends just so.</summary>
    public bool HasSector(uint address, uint size) => size == Size && address >= Address && address < End && (address - Address) % Size == 0;
}

/// <summary>
/// The memory behind one alternate setting, from its name, for example <c>@Internal Flash  /0x08000000/04*016Kg,01*064Kg</c> (UM0424, "DfuSe: memory mapping"; AN3156 refers to it): a name, then
/// addresses and lists of count, size, unit and a letter whose bits say readable, erasable, writable.
/// </summary>
internal sealed record DfuSeLayout(string Name, IReadOnlyList<DfuSeRun> Runs)
{
    /// <summary>More than any chip has; a name with more is garbled.</summary>
    private const int MostRuns = 64;
    private const int MostCount = 65_536;

    /// <summary>Reads a name; null where it is none of a memory.</summary>
    public static DfuSeLayout? Parse(string text)
    {
        var parts = text.Split('/');
        if (!text.StartsWith('@') || parts.Length < 3 || parts.Length % 2 == 0) return null;
        var runs = new List<DfuSeRun>();
        for (var i = 1; i < parts.Length; i += 2)
        {
            if (Address(parts[i]) is not { } address || !AddRuns(runs, address, parts[i + 1])) return null;
        }

        return runs.Count is 0 or > MostRuns ? null : new DfuSeLayout(parts[0][1..].Trim(), runs);
    }

    /// <summary>Whether an address lies in this memory.</summary>
    public bool Holds(uint address) => Runs.Any(run => address >= run.Address && address < run.End);

    private static bool AddRuns(List<DfuSeRun> runs, uint address, string list)
    {
        long at = address;
        foreach (var item in list.Split(','))
        {
            if (at > uint.MaxValue || Run((uint)at, item) is not { } run || run.End > 1L << 32) return false;
            runs.Add(run);
            at = run.End;
        }

        return true;
    }

    /// <summary><c>04*016Kg</c>; the unit may be a space or B for bytes, K or M.</summary>
    private static DfuSeRun? Run(uint address, string item)
    {
        var star = item.IndexOf('*', StringComparison.Ordinal);
        if (star < 1 || item.Length < star + 3) return null;
        var (kind, unit) = (item[^1] - 'a' + 1, item[^2]);
        var scale = unit switch { ' ' or 'B' => 1L, 'K' => 1024L, 'M' => 1024L * 1024, _ => 0L };
        if (scale == 0 || kind is < 1 or > 7 || Number(item[..star].Trim()) is not { } count || Number(item[(star + 1)..^2].Trim()) is not { } size) return null;
        var bytes = size * scale;
        return count is 0 or > MostCount || bytes is 0 or > uint.MaxValue ? null : new DfuSeRun(address, (int)count, (uint)bytes, (kind & 1) != 0, (kind & 2) != 0, (kind & 4) != 0);
    }

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static uint? Address(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
