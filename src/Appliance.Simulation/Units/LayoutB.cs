// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>The flash controller of F2, F4 and F7 (RM0385 section 3.7, RM0410 section 3.7): writes as wide as the parallelism chosen, no check bits.</summary>
internal static class LayoutB
{
    /// <summary>MER, MER1 where there are two banks.</summary>
    public const uint MassErase1 = 1u << 2;

    /// <summary>MER2.</summary>
    public const uint MassErase2 = 1u << 15;

    /// <summary>Its registers.</summary>
    public static UnitShape Shape { get; } = new(0x04, 0x0C, 0x10, 0x0C, UnitBytes: 8, WriteBytes: 4)
    {
        Lock = 1u << 31, Program = 1u << 0, Erase = 1u << 1, MassErase = MassErase1 | MassErase2, Start = 1u << 16,
        SectorShift = 3, SectorMask = 0x1Fu << 3, OtherBits = 3u << 24, Parallelism = 3u << 8, WidthByParallelism = true,
        Flags = new UnitFlags(Busy: 1u << 16, NotErased: 0, WriteProtected: 1u << 4, Alignment: 1u << 5, Size: 1u << 6, Sequence: 1u << 7, Ecc: 0, Filling: 0),
    };

    /// <summary>Sectors of 32 or 16 KiB and so on: four small ones, one of four times, and the rest of eight times their size.</summary>
    /// <param name="bankBytes">Bytes of the bank.</param>
    /// <param name="small">Bytes of a small sector.</param>
    /// <param name="times">Erase times of the three sizes.</param>
    public static IReadOnlyList<SectorsOf> Sectors(int bankBytes, int small, IReadOnlyList<IReadOnlyList<BusyRange>> times) =>
    [
        new(4, small, times[0]), new(1, small * 4, times[1]), new((bankBytes - (small * 8)) / (small * 8), small * 8, times[2]),
    ];

    /// <summary>Times in milliseconds, by parallelism: typical and longest of 8, 16 and 32 bits; 64 bits need another supply and are not modelled faster.</summary>
    public static IReadOnlyList<BusyRange> Milliseconds(params (int Typical, int Longest)[] times) =>
        [.. times.Append(times[^1]).Select(time => BusyRange.Microseconds(time.Typical * 1000L, time.Longest * 1000L))];
}
