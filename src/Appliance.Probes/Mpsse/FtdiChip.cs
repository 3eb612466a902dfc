// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Mpsse;

/// <summary>What a chip of FTDI can do; told by the bcdDevice of its descriptor (OpenOCD <c>mpsse.c</c>, libftdi <c>ftdi.c</c> agree on the numbers).</summary>
/// <param name="Version">bcdDevice.</param>
/// <param name="Name">Its name.</param>
/// <param name="Channels">Channels with an MPSSE, from A on.</param>
/// <param name="BaseHertz">The clock its speeds are divided from, half of it at most.</param>
/// <param name="AnswerBytes">Answers it holds until they are fetched: behind that it does nothing more, so no more are asked for at a time.</param>
internal sealed record FtdiChip(ushort Version, string Name, int Channels, int BaseHertz, int AnswerBytes)
{
    private const int Full = 12_000_000, High = 60_000_000; // AN_108, section 3.8

    /// <summary>Buffers: data sheets of FT2232D (128 and 384 bytes; the smaller is taken), FT2232H (4 KiB), FT4232H (2 KiB), FT232H (1 KiB).</summary>
    private static readonly FtdiChip[] All =
    [
        new(0x0500, "FT2232D", 1, Full, 128),
        new(0x0700, "FT2232H", 2, High, 4096),
        new(0x0800, "FT4232H", 2, High, 2048),
        new(0x0900, "FT232H", 1, High, 1024),
        new(0x3600, "FT4232HA", 2, High, 2048),
    ];

    /// <summary>Whether it knows the commands of high-speed chips.</summary>
    public bool IsHighSpeed => BaseHertz == High;

    /// <summary>The chip of a version; null for one that is not known to have an MPSSE.</summary>
    public static FtdiChip? Of(ushort version) => Array.Find(All, chip => chip.Version == version);

    /// <summary>The divisor of a wish, and the clock it leads to: the next one below, as far as the divisor goes.</summary>
    public (ushort Divisor, int Hertz) SpeedFor(int hertz)
    {
        long divisor = Math.Clamp(((BaseHertz / 2) + (long)hertz - 1) / hertz - 1, 0, ushort.MaxValue);
        return ((ushort)divisor, (int)(BaseHertz / 2 / (divisor + 1)));
    }
}
