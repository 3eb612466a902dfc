// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Firmware;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>Flash algorithms of CMSIS packs: the structure <c>FlashDevice</c> and the functions beside it (Open-CMSIS-Pack specification, flash programming, FlashOS.h).</summary>
internal static class FlmReader
{
    /// <summary>The symbol that tells this form.</summary>
    public const string Description = "FlashDevice";

    private const int SectorTable = 160;
    private const int SectorEntry = 8;

    /// <summary>FlashOS.h: SECTOR_NUM.</summary>
    private const int MostSectorRuns = 512;

    private const int NameBytes = 128;
    private const int LongestMilliseconds = 600_000;

    /// <summary>Reads one.</summary>
    /// <exception cref="FirmwareException">Something is missing or contradicts itself.</exception>
    public static VendorLoader Read(LoaderElf elf, LoaderSymbol description, string fileName, string digest)
    {
        var program = new LoaderProgram(elf, description);
        return new VendorLoader(VendorLoaderKind.Flm, fileName, digest, Device(elf, description), program.Segments(), Entries(program))
        {
            IsMovable = program.Start == 0, StaticBase = program.DataStart, Moved = program.Start == 0 ? program.Moved() : [],
        };
    }

    private static LoaderEntries Entries(LoaderProgram program) => new(program.Needed("Init"), program.Needed("EraseSector"), program.Needed("ProgramPage"))
    {
        UnInit = program.Needed("UnInit"), EraseAll = program.Function("EraseChip"),
    };

    private static LoaderDevice Device(LoaderElf elf, LoaderSymbol at)
    {
        var head = elf.At(at, SectorTable);
        var (start, size) = (ElfHeader.Word(head, 132), ElfHeader.Word(head, 136));
        DeviceRules.Check(elf, start, size, ElfHeader.Word(head, 140));
        return new LoaderDevice(
            Text(head.Slice(2, NameBytes)), start, size, (int)ElfHeader.Word(head, 140), head[148], Sectors(elf, at, size, ElfHeader.Word(head, 140)),
            Time(ElfHeader.Word(head, 152)), Time(ElfHeader.Word(head, 156)));
    }

    /// <summary>Pairs of size and first offset; each holds up to the next offset, the last up to the end of the flash.</summary>
    private static List<SectorRun> Sectors(LoaderElf elf, LoaderSymbol at, uint size, uint page)
    {
        var pairs = new List<(uint Size, uint Offset)>();
        while (true)
        {
            var entry = elf.At(at, SectorTable + (pairs.Count * SectorEntry) + SectorEntry)[^SectorEntry..];
            var pair = (Size: ElfHeader.Word(entry, 0), Offset: ElfHeader.Word(entry, 4));
            if (pair is { Size: uint.MaxValue, Offset: uint.MaxValue })
                break;
            if (pairs.Count == MostSectorRuns)
                throw elf.Error(FirmwareErrorCause.Malformed, $"at most {MostSectorRuns} runs of sectors", "more");
            pairs.Add(pair);
        }

        if (pairs.Count == 0 || pairs[0].Offset != 0)
            throw elf.Error(FirmwareErrorCause.Malformed, "sectors from offset 0 on", pairs.Count == 0 ? "none" : $"from 0x{pairs[0].Offset:x}");
        var runs = pairs.Select((pair, number) => Run(elf, pair, number + 1 < pairs.Count ? pairs[number + 1].Offset : size)).ToList();
        return DeviceRules.Sectors(elf, runs, page);
    }

    private static (long Count, uint Size) Run(LoaderElf elf, (uint Size, uint Offset) pair, uint end)
    {
        if (pair.Size == 0 || end <= pair.Offset || (end - pair.Offset) % pair.Size != 0)
            throw elf.Error(FirmwareErrorCause.Malformed, "runs of whole sectors in rising order", $"sectors of 0x{pair.Size:x} bytes from 0x{pair.Offset:x} to 0x{end:x}");
        return ((end - pair.Offset) / pair.Size, pair.Size);
    }

    private static TimeSpan Time(uint milliseconds) => TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, LongestMilliseconds));

    internal static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
        return string.Concat(text.Where(letter => letter is >= ' ' and <= '~')).Trim();
    }
}
