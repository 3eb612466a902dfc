// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>One flash bank behind one controller.</summary>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Layout">Key of the controller layout (<c>A</c> to <c>H</c>), see the flash algorithms.</param>
/// <param name="ControllerBase">Address the register offsets of the layout are counted from, for this bank.</param>
/// <param name="Sectors">Runs of equal sectors that cover the bank.</param>
/// <param name="ProgramUnit">Bytes of one programming operation, aligned to it.</param>
/// <param name="ErasedValue">The byte an erased cell reads as.</param>
/// <param name="Times">Times of erase and program.</param>
public sealed record FlashBank(
    uint Start, uint Size, string Layout, uint ControllerBase, IReadOnlyList<SectorRun> Sectors, int ProgramUnit, byte ErasedValue,
    FlashTimes Times)
{
    /// <summary>Number of the first sector as the controller counts: banks behind one controller go on counting, or start at a number of their own.</summary>
    public int FirstSector { get; init; }

    /// <summary>Bits of the control register that choose this bank when a sector is erased; 0 where the sector number says it.</summary>
    public uint EraseBits { get; init; }

    /// <summary>Bits of the control register that choose the erase of this whole bank; 0 where the layout knows by itself.</summary>
    public uint MassEraseBits { get; init; }

    /// <summary>Whether a debugger can have the whole bank erased at once; else a chip is erased sector by sector.</summary>
    public bool HasMassErase { get; init; } = true;

    /// <summary>Whether it is a memory beside the chip, which only a loader that the project names can program.</summary>
    public bool External { get; init; }
}

/// <summary>A run of equal sectors.</summary>
/// <param name="Count">How many.</param>
/// <param name="Size">Bytes of each.</param>
public sealed record SectorRun(int Count, uint Size);

/// <summary>Times from the datasheet.</summary>
/// <param name="ProgramUnit">One programming unit.</param>
/// <param name="SectorErase">One sector, in the order of the bank's runs.</param>
/// <param name="MassErase">The whole bank.</param>
/// <param name="Source">Document and table.</param>
public sealed record FlashTimes(TimeRange ProgramUnit, IReadOnlyList<TimeRange> SectorErase, TimeRange MassErase, string Source);

/// <summary>A time with its spread. Where a datasheet names no typical value, <paramref name="Typical"/> is the middle.</summary>
/// <param name="Minimum">Shortest.</param>
/// <param name="Typical">Typical, for predictions only.</param>
/// <param name="Maximum">Longest; deadlines are made from it.</param>
public readonly record struct TimeRange(TimeSpan Minimum, TimeSpan Typical, TimeSpan Maximum);
