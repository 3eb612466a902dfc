// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>The flash controller of L4, G0, G4, WB and WL (RM0434 section 3.10, RM0351 section 3.7): double words with check bits.</summary>
internal static class LayoutD
{
    /// <summary>BKER of two banks in the L4 (RM0351, section 3.7.5).</summary>
    public const uint SecondBank = 1u << 11;

    /// <summary>MER1.</summary>
    public const uint MassErase1 = 1u << 2;

    /// <summary>MER2.</summary>
    public const uint MassErase2 = 1u << 15;

    /// <summary>Its registers. FSTPG is not modelled: fast programming needs a mass erase before it.</summary>
    public static UnitShape Shape { get; } = new(0x08, 0x10, 0x14, 0x10, UnitBytes: 8, WriteBytes: 4)
    {
        Lock = 1u << 31, Program = 1u << 0, Erase = 1u << 1, MassErase = MassErase1 | MassErase2, Start = 1u << 16,
        SectorShift = 3, SectorMask = 0xFFu << 3, OtherBits = SecondBank | (7u << 24), Ecc = true,
        Flags = new UnitFlags(Busy: 1u << 16, NotErased: 1u << 3, WriteProtected: 1u << 4, Alignment: 1u << 5, Size: 1u << 6, Sequence: 1u << 7, Ecc: 0, Filling: 0) { ReadProtected = 1u << 14 },
    };

    /// <summary>Whether a sector lies in one of two areas, each a register with first and last page.</summary>
    public static bool InAreas(uint[] registers, int first, int sector) => InArea(registers[first], sector) || InArea(registers[first + 1], sector);

    /// <summary>OPTVERR.</summary>
    public const uint OptionError = 1u << 15;

    /// <summary>Whether an offset lies in an area of two registers that hold its first and its last unit (PCROP).</summary>
    public static bool InCopyArea(uint first, uint last, int unit, int offset) => offset / unit >= (first & 0xFFFF) && offset / unit <= (last & 0xFFFF);

    /// <summary>A double word or a page; these datasheets name typical and longest times.</summary>
    public static IReadOnlyList<BusyRange> Microseconds(double typical, double longest) =>
        [new BusyRange((long)(typical * VirtualTime.PerMicrosecond), (long)(longest * VirtualTime.PerMicrosecond))];

    private static bool InArea(uint register, int sector) => sector >= (register & 0xFF) && sector <= (register >> 16 & 0xFF);
}
