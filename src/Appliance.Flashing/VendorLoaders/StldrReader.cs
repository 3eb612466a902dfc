// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Flashing.Firmware;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>External loaders of ST: the structure <c>StorageInfo</c> and the functions beside it (UM0892, section 3.9).</summary>
internal static class StldrReader
{
    /// <summary>The symbol that tells this form.</summary>
    public const string Description = "StorageInfo";

    private const int StructureBytes = 200;
    private const int SectorTable = 120;
    private const int SectorEntry = 8;
    private const int NameBytes = 100;

    /// <summary>These files name no times. NOR flash programs 256 bytes in 5 ms and erases 256 KiB in 4 s at most; this is far beyond both.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Reads one.</summary>
    /// <exception cref="FirmwareException">Something is missing or contradicts itself.</exception>
    public static VendorLoader Read(LoaderElf elf, LoaderSymbol description, string fileName, string digest)
    {
        var program = new LoaderProgram(elf, description);
        var entries = new LoaderEntries(program.Needed("Init"), program.Function("SectorErase"), program.Needed("Write"))
        {
            EraseAll = program.Function("MassErase"), Read = program.Function("Read"),
        };
        return new VendorLoader(VendorLoaderKind.Stldr, fileName, digest, Device(elf, description, fileName), program.Segments(), entries)
        {
            StaticBase = program.DataStart,
        };
    }

    private static LoaderDevice Device(LoaderElf elf, LoaderSymbol at, string fileName)
    {
        var info = elf.At(at, StructureBytes);
        var (start, size, page) = (ElfHeader.Word(info, 104), ElfHeader.Word(info, 108), ElfHeader.Word(info, 112));
        DeviceRules.Check(elf, start, size, page);
        return new LoaderDevice(FlmReader.Text(info[..NameBytes]), start, size, (int)page, info[116], Sectors(elf, info, size, page), Patience, Patience)
        {
            DeviceId = DeviceId(fileName),
        };
    }

    private static List<SectorRun> Sectors(LoaderElf elf, ReadOnlySpan<byte> info, uint size, uint page)
    {
        var (runs, covered) = (new List<(long Count, uint Size)>(), 0L);
        for (var at = SectorTable; at < StructureBytes; at += SectorEntry)
        {
            var (count, bytes) = (ElfHeader.Word(info, at), ElfHeader.Word(info, at + 4));
            if (count == 0 && bytes == 0)
                break;
            covered += count * (long)bytes;
            if (count == 0 || bytes == 0 || covered > size)
                throw elf.Error(FirmwareErrorCause.Malformed, $"sectors that cover {size} bytes", $"a run of {count} of {bytes} bytes");
            runs.Add((count, bytes));
        }

        return covered == size ? DeviceRules.Sectors(elf, runs, page) : throw elf.Error(FirmwareErrorCause.Malformed, $"sectors that cover {size} bytes", $"{covered} bytes");
    }

    /// <summary>Loaders for the flash of a chip are called by its DEV_ID: <c>0x449.stldr</c>.</summary>
    private static uint? DeviceId(string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        return name.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(name.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) && id <= 0xFFF ? id : null;
    }
}
