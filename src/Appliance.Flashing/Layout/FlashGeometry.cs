// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Layout;

/// <summary>Walks banks and sectors of a chip description.</summary>
internal static class FlashGeometry
{
    /// <summary>First address after the bank, up to 2^32.</summary>
    public static long End(this FlashBank bank) => bank.Start + (long)bank.Size;

    /// <summary>Every sector of a bank in address order, with its erase time.</summary>
    public static IEnumerable<(PlannedSector Sector, TimeRange Time)> SectorsOf(FlashBank bank, int bankIndex)
    {
        var address = bank.Start;
        for (var run = 0; run < bank.Sectors.Count; run++)
        {
            var times = bank.Times.SectorErase;
            var time = times[Math.Min(run, times.Count - 1)];
            for (var i = 0; i < bank.Sectors[run].Count; i++)
            {
                yield return (new PlannedSector(address, bank.Sectors[run].Size, bankIndex), time);
                address += bank.Sectors[run].Size;
            }
        }
    }

    /// <summary>The flash in words, for messages: <c>0x08000000–0x0801ffff (128 KiB)</c>, banks joined by a comma.</summary>
    public static string Describe(ChipDescription chip) =>
        string.Join(", ", chip.Flash.Select(bank => $"{Range(bank.Start, bank.Size)} ({bank.Size / 1024} KiB)"));

    /// <summary>A range in words: <c>0x08000000–0x080003ff</c>.</summary>
    public static string Range(uint address, long length) => $"0x{address:x8}–0x{address + length - 1:x8}";
}
