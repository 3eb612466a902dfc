// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Layout;

/// <summary>Finds the runs of program units that hold anything but the erased value.</summary>
/// <remarks>Units that stay erased are never programmed: it costs time, and on flash with ECC a unit programmed with all ones cannot be
/// programmed again (STM32WB50 erratum 2.2.10).</remarks>
internal static class WritePlanner
{
    /// <summary>Bytes looked at together; at least: whole program units of every bank.</summary>
    private const int LeastWindow = 4096;

    public static IReadOnlyList<PlannedWrite> Plan(FirmwareImage image, ChipDescription chip, IReadOnlyList<PlacedPart> parts)
    {
        var writes = new List<PlannedWrite>();
        var size = Math.Max(LeastWindow, chip.Flash.Max(bank => bank.ProgramUnit));
        var buffer = new byte[size];
        foreach (var (start, end, bankIndex) in AlignedRanges(chip, parts))
        {
            for (var address = start; address < end; address += size)
            {
                var window = buffer.AsSpan(0, (int)Math.Min(size, end - address));
                image.Read((uint)address, window, chip.Flash[bankIndex].ErasedValue);
                AddRuns(writes, (uint)address, window, chip.Flash[bankIndex], bankIndex);
            }
        }

        return writes;
    }

    /// <summary>The parts stretched to whole program units; two parts that share a unit become one range.</summary>
    private static List<(long Start, long End, int Bank)> AlignedRanges(ChipDescription chip, IReadOnlyList<PlacedPart> parts)
    {
        var ranges = new List<(long Start, long End, int Bank)>();
        foreach (var part in parts)
        {
            var unit = chip.Flash[part.Bank].ProgramUnit;
            var start = part.Address - (part.Address % unit);
            var end = (part.End + unit - 1) / unit * unit;
            if (ranges.Count > 0 && ranges[^1].Bank == part.Bank && start < ranges[^1].End)
                ranges[^1] = (ranges[^1].Start, end, part.Bank);
            else
                ranges.Add((start, end, part.Bank));
        }

        return ranges;
    }

    private static void AddRuns(List<PlannedWrite> writes, uint address, ReadOnlySpan<byte> window, FlashBank bank, int bankIndex)
    {
        for (var offset = 0; offset < window.Length; offset += bank.ProgramUnit)
        {
            if (window.Slice(offset, bank.ProgramUnit).ContainsAnyExcept(bank.ErasedValue))
                AddUnit(writes, address + (uint)offset, (uint)bank.ProgramUnit, bankIndex);
        }
    }

    private static void AddUnit(List<PlannedWrite> writes, uint address, uint length, int bankIndex)
    {
        if (writes.Count > 0 && writes[^1] is var last && last.Bank == bankIndex && last.Address + last.Length == address)
            writes[^1] = last with { Length = last.Length + length };
        else
            writes.Add(new PlannedWrite(address, length, bankIndex));
    }
}
