// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Identification;

/// <summary>Reads who a chip is and refuses any other than the one named. Changes nothing on it.</summary>
public sealed class ChipIdentifier
{
    private readonly ChipCatalog _catalog;

    /// <param name="catalog">Where a wrong chip is looked up to say what it is.</param>
    public ChipIdentifier(ChipCatalog catalog)
    {
        _catalog = catalog;
    }

    /// <summary>Identifies the chip of a halted core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="chip">The chip the project names.</param>
    /// <param name="dpidr">DPIDR seen at connect.</param>
    /// <param name="allowProtected">True where the job means to lift read protection; else a protected chip is refused.</param>
    /// <exception cref="TargetException"><see cref="TargetFault.WrongChip"/>, <see cref="TargetFault.UnknownChip"/> ,
    /// <see cref="TargetFault.ReadProtected"/> or <see cref="TargetFault.Sealed"/>.</exception>
    public ChipFacts Identify(CortexMCore core, ChipDescription chip, uint dpidr, bool allowProtected = false)
    {
        var warnings = new List<ChipWarning>();
        var wrong = new WrongChipReport(_catalog, core.Memory, chip);
        CheckCore(core, chip, wrong);
        CheckDpidr(chip, dpidr, warnings);
        var idCode = new DeviceIdReader(core, chip, wrong, warnings).Read();
        var level = ReadProtection(core.Memory, chip, allowProtected);
        new FlashSizeReader(core.Memory, chip, _catalog, wrong, warnings).Check();
        CheckOrganisation(core.Memory, chip);
        return new ChipFacts(
            chip, core.Cpuid, idCode & 0xFFF, idCode >> 16, (int)(chip.FlashBytes / 1024), ReadUniqueId(core.Memory, chip, warnings), level, warnings);
    }

    private static void CheckCore(CortexMCore core, ChipDescription chip, WrongChipReport wrong)
    {
        if (core.Cpuid.PartNumber != chip.Cores[0].PartNumber)
        {
            throw wrong.Error(
                $"a {new CpuId(chip.Cores[0].PartNumber << 4).Name}", $"a {core.Cpuid.Name} (CPUID 0x{core.Cpuid.Value:X8})", wrong.WhatElse(core.Cpuid));
        }
    }

    private static void CheckDpidr(ChipDescription chip, uint dpidr, List<ChipWarning> warnings)
    {
        var allowed = chip.Identification.DpidrAllowed;
        if (allowed.Contains(dpidr))
            return;
        var known = string.Join(" or ", allowed.Select(word => $"0x{word:X8}"));
        warnings.Add(new ChipWarning(ChipWarning.Dpidr, $"DPIDR is 0x{dpidr:X8}; genuine parts show {known}. It may be a compatible chip of another maker."));
    }

    /// <summary>Sectors and banks of the data are those of one setting of the option bytes; with another, a sector number means another place.</summary>
    private static void CheckOrganisation(IMemory memory, ChipDescription chip)
    {
        if (chip.Organisation is not { } field)
            return;
        var value = memory.ReadWord(field.Address);
        if ((value & field.Mask) == field.Value)
            return;
        throw new TargetException(
            TargetFault.WrongChip,
            $"The option bytes of this chip choose {field.Other}; {chip.Name} in the chip data is {field.Name}. Name the target for the other, or set the option bytes.",
            field.Address, field.Name, $"{field.Other} (0x{value:X8})");
    }

    private static int ReadProtection(IMemory memory, ChipDescription chip, bool allowProtected)
    {
        var field = chip.Identification.ReadProtection;
        var value = memory.ReadWord(field.Address);
        var level = field.LevelOf(value);
        if (level == 2)
            throw new TargetException(TargetFault.Sealed, $"The chip is read-protected for ever, level 2 (0x{field.Address:X8} reads 0x{value:X8})", field.Address, "level 0", "level 2");
        if (level == 0 || allowProtected)
            return level;
        throw new TargetException(TargetFault.ReadProtected, $"The chip is read-protected, level {level} (0x{field.Address:X8} reads 0x{value:X8})",
            field.Address, "level 0", $"level {level}");
    }

    private static void ReadUniqueId(IMemory memory, ChipIdentification identification, Span<byte> id)
    {
        if (identification.UniqueIdWords.Count == 0)
            memory.Read(identification.UniqueIdAddress, id);
        for (var i = 0; i < identification.UniqueIdWords.Count; i++)
            memory.Read(identification.UniqueIdAddress + identification.UniqueIdWords[i], id.Slice(i * 4, 4));
    }

    private static byte[] ReadUniqueId(IMemory memory, ChipDescription chip, List<ChipWarning> warnings)
    {
        var id = new byte[chip.Identification.UniqueIdBytes];
        var at = chip.Identification.UniqueIdAddress;
        try
        {
            ReadUniqueId(memory, chip.Identification, id);
        }
        catch (TargetException e) when (e.Fault == TargetFault.MemoryFault)
        {
            warnings.Add(new ChipWarning(ChipWarning.UniqueId, $"The unique id at 0x{at:X8} cannot be read; the record has none."));
            return [];
        }

        if (id.Distinct().Count() > 1)
            return id;
        warnings.Add(new ChipWarning(ChipWarning.UniqueId, $"The unique id at 0x{at:X8} is 0x{id[0]:X2} in every byte; the record has none."));
        return [];
    }
}
