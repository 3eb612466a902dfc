// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Layout;

/// <summary>Takes the ranges that must survive out of a plan, or says why the image cannot spare them.</summary>
internal static class KeptFlash
{
    /// <summary>What is asked of the erase where something survives: never the whole chip at once.</summary>
    public static EraseRequest Request(FlashPolicy policy) =>
        policy.Keep.Count > 0 && policy.Erase == EraseRequest.Auto ? EraseRequest.Sectors : policy.Erase;

    /// <summary>The choice without the sectors of the kept ranges.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.ImageOutside"/>: the image goes into a kept range, or into a sector with one; or the range is no
    /// flash of the chip.</exception>
    public static EraseChoice Spare(ChipDescription chip, IReadOnlyList<PlacedPart> parts, IReadOnlyList<KeptRange> keep, EraseChoice choice)
    {
        if (keep.Count == 0)
            return choice;
        var kept = chip.Flash.SelectMany(FlashGeometry.SectorsOf).Where(entry => keep.Any(range => Overlap(entry.Sector, range))).ToList();
        foreach (var range in keep)
            Check(chip, parts, range, [.. kept.Select(entry => entry.Sector).Where(sector => Overlap(sector, range))]);
        if (choice.Method == EraseMethod.None)
            return choice;
        var all = chip.Flash.SelectMany(FlashGeometry.SectorsOf)
            .Where(entry => (choice.Method == EraseMethod.Mass && !chip.Flash[entry.Sector.Bank].External) || choice.Sectors.Contains(entry.Sector)).ToList();
        var left = all.Except(kept).ToList();
        return new EraseChoice(
            choice.Method == EraseMethod.Mass ? EraseMethod.Sectors : choice.Method, $"{choice.Reason}; {string.Join(", ", keep)} survives",
            [.. left.Select(entry => entry.Sector)], left.Aggregate(TimeSpan.Zero, (sum, entry) => sum + entry.Time.Typical));
    }

    private static void Check(ChipDescription chip, IReadOnlyList<PlacedPart> parts, KeptRange range, List<PlannedSector> sectors)
    {
        var covered = sectors.Sum(sector => Math.Min(range.Last + 1L, sector.Address + (long)sector.Size) - Math.Max(range.First, sector.Address));
        if (covered != range.Last + 1L - range.First)
            throw Refused(range.First, $"The range {range} that is to survive is not in the flash of {chip.Name}, {FlashGeometry.Describe(chip)}.");
        if (parts.FirstOrDefault(part => part.Address <= range.Last && part.End > range.First) is { Length: > 0 } inside)
            throw Refused(Math.Max(inside.Address, range.First), $"The image has data in {range}, which is to survive.");
        foreach (var sector in sectors)
        {
            if (parts.Any(part => part.Address < sector.Address + (long)sector.Size && part.End > sector.Address))
            {
                throw Refused(
                    sector.Address, $"The image has data in the sector {FlashGeometry.Range(sector.Address, sector.Size)}, which must be erased for it, and {range} in the same sector is to survive.");
            }
        }
    }

    private static bool Overlap(PlannedSector sector, KeptRange range) => sector.Address <= range.Last && sector.Address + (long)sector.Size > range.First;

    private static FlashException Refused(uint address, string message) => new(FlashFault.ImageOutside, message, address);
}
