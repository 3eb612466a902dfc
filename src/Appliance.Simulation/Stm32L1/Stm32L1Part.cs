// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32L1;

/// <summary>A part of the L1 family.</summary>
internal sealed record Stm32L1Part(string Name, uint DevId, uint RevId, int FlashKib, int RamKib, PartMap Map)
    : ChipPart(Name, CoreShape.M3R2, DevId, RevId, FlashKib, RamKib, 0x0600_0041u | (DevId << 12))
{
    /// <inheritdoc/>
    public override ChipInside Build(ChipSurroundings around) => new L1Inside(this, around);
}

/// <summary>The parts modelled (RM0038, sections 3, 30 and 31; sizes: the data sheets).</summary>
internal static class Stm32L1Parts
{
    private const uint System = 0x1FF8_0000;

    /// <summary>All parts: category 1, and category 3.</summary>
    public static IReadOnlyList<Stm32L1Part> All { get; } =
    [
        new("stm32l151c8", 0x416, 0x1018, 64, 10, Map(0x4C)),
        new("stm32l151cb", 0x416, 0x1018, 128, 16, Map(0x4C)),
        new("stm32l151rc", 0x427, 0x1018, 256, 32, Map(0xCC)),
    ];

    private static PartMap Map(uint size) =>
        new(0x4002_3800, 0xE004_2000, (0x08, 1u << 12), 0x4000_3000, System + size, System + size + 4, System) { UniqueIdWords = [0, 4, 0x14] };
}
