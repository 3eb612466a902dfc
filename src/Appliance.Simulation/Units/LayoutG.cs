// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>The flash controllers of the STM32H72x to H75x (RM0433 section 4.9, RM0468 section 4.9): one a bank, flash words of 32 bytes with check bits.</summary>
internal static class LayoutG
{
    /// <summary>BER.</summary>
    public const uint BankErase = 1u << 3;

    /// <summary>Bytes from the registers of the first controller to those of the second.</summary>
    public const uint Stride = 0x100;

    /// <summary>Its registers. FW, which forces a flash word that is not full, is not modelled: it is never needed here.</summary>
    public static UnitShape Shape { get; } = new(0x04, 0x10, 0x0C, 0x14, UnitBytes: 32, WriteBytes: 4)
    {
        Lock = 1u << 0, Program = 1u << 1, Erase = 1u << 2, MassErase = BankErase, Start = 1u << 7,
        SectorShift = 8, SectorMask = 7u << 8, OtherBits = 0x0FEF_8000, Parallelism = 3u << 4, Ecc = true,
        Flags = new UnitFlags(
            Busy: (1u << 0) | (1u << 2), NotErased: 0, WriteProtected: 1u << 17, Alignment: 1u << 21, Size: 1u << 18, Sequence: 1u << 18, Ecc: 1u << 26, Filling: 1u << 1),
    };

    /// <summary>Times by parallelism of 8, 16, 32 and 64 bits: typical and longest.</summary>
    public static IReadOnlyList<BusyRange> Microseconds(params (long Typical, long Longest)[] times) =>
        [.. times.Select(time => BusyRange.Microseconds(time.Typical, time.Longest))];
}
