// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Stm32L1;

/// <summary>A part of the L1 family, or of the L0 family, whose flash is of the same kind.</summary>
internal sealed record Stm32L1Part(string Name, uint DevId, uint RevId, int FlashKib, int RamKib, PartMap Map)
    : ChipPart(Name, Name.StartsWith(L0, StringComparison.Ordinal) ? CoreShape.M0Plus : CoreShape.M3R2, DevId, RevId, FlashKib, RamKib, 0x0600_0041u | (DevId << 12))
{
    private const string L0 = "stm32l0";

    /// <summary>Whether it is an L0.</summary>
    public bool IsL0 => Name.StartsWith(L0, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override ChipInside Build(ChipSurroundings around) => new L1Inside(this, around);
}

/// <summary>The parts modelled (RM0038, sections 3, 30 and 31; sizes: the data sheets).</summary>
internal static class Stm32L1Parts
{
    private const uint System = 0x1FF8_0000;

    /// <summary>All parts: L1 of category 1 and 3, L0 of category 3 and 5.</summary>
    public static IReadOnlyList<Stm32L1Part> All { get; } =
    [
        new("stm32l151c8", 0x416, 0x1018, 64, 10, Map(0x4C)),
        new("stm32l151cb", 0x416, 0x1018, 128, 16, Map(0x4C)),
        new("stm32l151rc", 0x427, 0x1018, 256, 32, Map(0xCC)),
        new("stm32l053r8", 0x417, 0x1038, 64, 8, L0Map),
        new("stm32l072cz", 0x447, 0x2008, 192, 20, L0Map),
    ];

    /// <summary>RM0367, sections 2.2, 27 and 28.</summary>
    private static PartMap L0Map => new(0x4002_1000, 0x4001_5800, (0x08, 1u << 12), 0x4000_3000, System + 0x7C, System + 0x50, System) { UniqueIdWords = [0, 4, 0x14] };

    private static PartMap Map(uint size) =>
        new(0x4002_3800, 0xE004_2000, (0x08, 1u << 12), 0x4000_3000, System + size, System + size + 4, System) { UniqueIdWords = [0, 4, 0x14] };
}
