// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using Appliance.Flashing.Firmware;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>What every description of a flash must hold.</summary>
internal static class DeviceRules
{
    /// <summary>Our own limit; the largest page of a NAND is 16 KiB.</summary>
    private const uint MostPage = 64 * 1024;

    /// <summary>Our own limit: 4 GiB in sectors of 4 KiB.</summary>
    private const long MostSectors = 1 << 20;

    /// <exception cref="FirmwareException">It does not hold.</exception>
    public static void Check(LoaderElf elf, uint start, uint size, uint page)
    {
        if (size == 0 || start + (long)size > 1L << 32)
            throw elf.Error(FirmwareErrorCause.AddressOutOfRange, "a flash within 32 bits of addresses", $"{size} bytes from 0x{start:x8} on");
        if (!BitOperations.IsPow2(page) || page > MostPage || size % page != 0 || start % page != 0)
            throw elf.Error(FirmwareErrorCause.Malformed, $"pages of a power of two up to {MostPage} bytes that divide the flash", $"{page} bytes");
    }

    /// <summary>Runs of sectors as they stand in the file: what they say is checked before it becomes a count.</summary>
    /// <exception cref="FirmwareException">A run is none of whole pages, or there are too many.</exception>
    public static List<SectorRun> Sectors(LoaderElf elf, IReadOnlyList<(long Count, uint Size)> runs, uint page)
    {
        if (runs.Sum(run => run.Count) > MostSectors)
            throw elf.Error(FirmwareErrorCause.TooLarge, $"at most {MostSectors} sectors", $"{runs.Sum(run => run.Count)}");
        foreach (var run in runs.Where(run => run.Size % page != 0))
            throw elf.Error(FirmwareErrorCause.Malformed, $"sectors of whole pages of {page} bytes", $"sectors of {run.Size} bytes");
        return [.. runs.Select(run => new SectorRun((int)run.Count, run.Size))];
    }
}
