// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.DebugRoute;

/// <summary>
/// The end of the flash that is ours on a chip whose coprocessor keeps the rest: read from the chip before anything is erased. An image may not go
/// beyond it; an erase of the whole chip ends there, which is no error.
/// </summary>
internal sealed class SecureBoundary(IMemory memory, ChipDescription chip, WarningLog warnings)
{
    /// <summary>The sectors of a plan that can be erased.</summary>
    /// <exception cref="FlashException"><see cref="FlashFault.ImageOutside"/>: the image goes where the coprocessor is.</exception>
    public IReadOnlyList<PlannedSector> Erasable(FlashPlan plan)
    {
        if (chip.SecureBoundary is not { } field)
            return plan.Sectors;
        var end = chip.Flash[0].Start + field.FreeBytes(memory.ReadWord(field.Address));
        Refuse(plan, end);
        var ours = plan.Sectors.Where(sector => sector.Address + (long)sector.Size <= end).ToList();
        if (ours.Count < plan.Sectors.Count)
        {
            warnings.Add(
                "secure-flash", $"The flash from 0x{end:x8} on belongs to the coprocessor; {plan.Sectors.Count - ours.Count} sectors there were left alone.");
        }

        return ours;
    }

    private void Refuse(FlashPlan plan, long end)
    {
        foreach (var check in plan.Checks)
        {
            if (check.Address + (long)check.Length <= end)
                continue;
            var first = Math.Max(check.Address, end);
            throw new FlashException(
                FlashFault.ImageOutside,
                $"The image goes up to 0x{check.Address + (long)check.Length - 1:x8}, but on this chip the flash from 0x{end:x8} on belongs to the coprocessor "
                + "and its wireless stack. Link the firmware below it, or install a smaller stack.",
                (uint)first, $"below 0x{end:x8}", FlashGeometry.Range(check.Address, check.Length));
        }
    }
}
