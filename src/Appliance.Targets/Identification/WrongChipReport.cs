// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Identification;

/// <summary>Says what a wrong chip is, as far as the chip data know it.</summary>
internal sealed class WrongChipReport(ChipCatalog catalog, IMemory memory, ChipDescription chip)
{
    /// <summary>Most names in one message.</summary>
    private const int Most = 6;

    /// <param name="expected">What the named chip shows.</param>
    /// <param name="actual">What this one shows.</param>
    /// <param name="candidates">The chips it can be.</param>
    public TargetException Error(string expected, string actual, IReadOnlyList<ChipDescription> candidates)
    {
        var names = Names(candidates);
        return new TargetException(TargetFault.WrongChip,
            $"This is no {chip.Name}: it shows {actual} where {expected} is wanted. {names.Sentence}",
            expected: $"{chip.Name} ({expected})", actual: $"{names.Short} ({actual})");
    }

    /// <summary>The chips with a DEV_ID; of these, where <paramref name="flashKiB"/> or the flash-size word picks some, those.</summary>
    public IReadOnlyList<ChipDescription> ChipsWith(uint deviceId, int? flashKiB = null)
    {
        var all = catalog.WithDeviceId(deviceId);
        if (all.Count == 0)
            return all;
        var size = flashKiB ?? ReadSize(all[0].Identification.FlashSizeAddress);
        var fitting = all.Where(other => other.FlashBytes == size * 1024L).ToList();
        return fitting.Count > 0 ? fitting : all;
    }

    /// <summary>Chips with another core than the one named: their DEV_ID may be elsewhere.</summary>
    public IReadOnlyList<ChipDescription> WhatElse(CpuId cpuid)
    {
        var addresses = catalog.Chips.Where(other => other.Cores[0].PartNumber == cpuid.PartNumber)
            .Select(other => other.Identification.DeviceIdAddress).Distinct();
        foreach (var address in addresses)
        {
            if (TryRead(() => memory.ReadWord(address)) is { } idCode && ChipsWith(idCode & 0xFFF) is { Count: > 0 } chips)
                return chips;
        }

        return [];
    }

    private int? ReadSize(uint address) => (int?)TryRead(() => memory.ReadHalfWord(address));

    /// <summary>The message is about a chip that is refused anyway: what it will not show is left out.</summary>
    private static uint? TryRead(Func<uint> read)
    {
        try
        {
            return read();
        }
        catch (TargetException e) when (e.Fault == TargetFault.MemoryFault)
        {
            return null;
        }
    }

    private static (string Sentence, string Short) Names(IReadOnlyList<ChipDescription> chips)
    {
        if (chips.Count == 0)
            return ("It is in no chip data.", "an unknown chip");
        var names = string.Join(", ", chips.Take(Most).Select(other => other.Name));
        var more = chips.Count > Most ? $" or one of {chips.Count - Most} more like them" : "";
        return ($"It can be {names}{more}.", names + more);
    }
}
