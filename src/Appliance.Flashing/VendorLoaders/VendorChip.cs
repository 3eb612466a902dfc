// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>Puts loaders and the chip of a project together: flash beside the chip becomes a bank of it, flash in the chip gets another loader. Pure functions.</summary>
public static class VendorChip
{
    /// <summary>External memory and devices in the map of every Cortex-M (ARM DDI 0403, B3.1); STM32 have their memory interfaces there.</summary>
    private const uint ExternalStart = 0x6000_0000, ExternalEnd = 0xE000_0000;

    /// <summary>Key of the layout of a bank that only a loader reaches; there is no algorithm of that name.</summary>
    public const string Layout = "loader";

    /// <summary>What NOR memories take, for the progress of a plan and nothing else.</summary>
    private static readonly TimeRange PageTime = Range(0.4, 1, 5), SectorTime = Range(40, 150, 2000);

    /// <summary>The chip with the flash of one more loader.</summary>
    /// <param name="chip">The chip, with the banks of other loaders.</param>
    /// <param name="loader">The loader.</param>
    /// <exception cref="FlashException">It is for another chip, its flash is not where flash can be, its sectors are not those of the chip, or it does not fit the
    /// RAM: <see cref="FlashFault.Unsupported"/>, <see cref="FlashFault.LoaderTooBig"/>.</exception>
    public static (ChipDescription Chip, PlannedLoader Planned) With(ChipDescription chip, VendorLoader loader)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(loader);
        if (loader.Device.DeviceId is { } id && id != chip.Identification.DeviceId)
            throw Refused(loader, $"is for a chip with DEV_ID 0x{id:x3}; {chip.Name} has 0x{chip.Identification.DeviceId:x3}");
        _ = VendorPlace.In(chip.Ram, loader);
        var own = Enumerable.Range(0, chip.Flash.Count).Where(bank => Overlaps(chip.Flash[bank], loader.Device)).ToList();
        return own.Count > 0 ? (chip, InChip(chip, loader, own)) : Beside(chip, loader);
    }

    private static PlannedLoader InChip(ChipDescription chip, VendorLoader loader, IReadOnlyList<int> banks)
    {
        if (banks.FirstOrDefault(bank => chip.Flash[bank].External, -1) is >= 0 and var taken)
            throw Refused(loader, $"is for flash another loader is named for, from 0x{chip.Flash[taken].Start:x8} on");
        if (loader.Entries.EraseSector is null)
            throw Refused(loader, "cannot erase a sector");
        var theirs = SectorsOf(loader.Device);
        foreach (var (sector, _) in banks.SelectMany(bank => FlashGeometry.SectorsOf(chip.Flash[bank], bank)))
        {
            if (!theirs.Contains((sector.Address, sector.Size)))
                throw Refused(loader, $"does not know the sector {FlashGeometry.Range(sector.Address, sector.Size)} of {chip.Name}");
        }

        return loader.Device.ErasedValue == chip.Flash[banks[0]].ErasedValue
            ? new PlannedLoader(loader, banks)
            : throw Refused(loader, $"takes 0x{loader.Device.ErasedValue:x2} for an erased byte; in {chip.Name} it is 0x{chip.Flash[banks[0]].ErasedValue:x2}");
    }

    private static (ChipDescription Chip, PlannedLoader Planned) Beside(ChipDescription chip, VendorLoader loader)
    {
        var device = loader.Device;
        if (device.Start < ExternalStart || device.End > ExternalEnd)
        {
            throw Refused(
                loader, $"is for {FlashGeometry.Range(device.Start, device.Size)}, which is neither the flash of {chip.Name}, {FlashGeometry.Describe(chip)}, nor memory beside it");
        }

        var times = new FlashTimes(PageTime, [.. device.Sectors.Select(_ => SectorTime)], SectorTime, "guessed, for predictions only");
        var bank = new FlashBank(device.Start, device.Size, Layout, 0, device.Sectors, device.PageBytes, device.ErasedValue, times) { External = true, HasMassErase = false };
        return (chip with { Flash = [.. chip.Flash, bank] }, new PlannedLoader(loader, [chip.Flash.Count]));
    }

    private static HashSet<(uint Address, uint Size)> SectorsOf(LoaderDevice device)
    {
        var (sectors, address) = (new HashSet<(uint, uint)>(), device.Start);
        foreach (var run in device.Sectors)
        {
            for (var i = 0; i < run.Count; i++, address += run.Size)
                sectors.Add((address, run.Size));
        }

        return sectors;
    }

    private static bool Overlaps(FlashBank bank, LoaderDevice device) => device.Start < bank.End() && device.End > bank.Start;

    private static TimeRange Range(double least, double typical, double most) =>
        new(TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(typical), TimeSpan.FromMilliseconds(most));

    private static FlashException Refused(VendorLoader loader, string why) => new(FlashFault.Unsupported, $"The loader {loader.File} {why}.");
}
