// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Units;

/// <summary>The registers of a flash controller that programs aligned units of words, from its reference manual. Offsets count from the controller.</summary>
/// <param name="Keyr">Offset of the key register.</param>
/// <param name="Status">Offset of the status register.</param>
/// <param name="Control">Offset of the control register.</param>
/// <param name="Clear">Offset of the register that clears flags by ones; that of the status where it clears itself.</param>
/// <param name="UnitBytes">Bytes programmed at once.</param>
/// <param name="WriteBytes">Width of the writes that fill a unit.</param>
internal sealed record UnitShape(uint Keyr, uint Status, uint Control, uint Clear, int UnitBytes, int WriteBytes)
{
    /// <summary>LOCK.</summary>
    public required uint Lock { get; init; }

    /// <summary>PG.</summary>
    public required uint Program { get; init; }

    /// <summary>PER or SER.</summary>
    public required uint Erase { get; init; }

    /// <summary>Every bit that chooses the erase of a bank.</summary>
    public required uint MassErase { get; init; }

    /// <summary>STRT.</summary>
    public required uint Start { get; init; }

    /// <summary>Place of the sector number.</summary>
    public required int SectorShift { get; init; }

    /// <summary>The sector number, in place.</summary>
    public required uint SectorMask { get; init; }

    /// <summary>Other bits that keep what is written: parallelism, bank, interrupts.</summary>
    public required uint OtherBits { get; init; }

    /// <summary>Parallelism in the control register, in place; 0 where there is none.</summary>
    public uint Parallelism { get; init; }

    /// <summary>The width of writes is that of the parallelism, and so is the unit.</summary>
    public bool WidthByParallelism { get; init; }

    /// <summary>Each unit has check bits: it is programmed once.</summary>
    public bool Ecc { get; init; }

    /// <summary>The bits that choose a bank choose it for the erase of the whole bank too.</summary>
    public bool ChoosesBankToErase { get; init; }

    /// <summary>Flags of the status register.</summary>
    public required UnitFlags Flags { get; init; }

    /// <summary>Bits that choose an operation.</summary>
    public uint Operations => Program | Erase | MassErase;
}

/// <summary>Status bits. 0 for what a controller does not have.</summary>
/// <param name="Busy">An operation is under way.</param>
/// <param name="NotErased">The place was not erased.</param>
/// <param name="WriteProtected">The place is write protected.</param>
/// <param name="Alignment">Words did not fill a unit in their order.</param>
/// <param name="Size">A write of another width.</param>
/// <param name="Sequence">Steps in another order.</param>
/// <param name="Ecc">Data that cannot be corrected.</param>
/// <param name="Filling">A unit is begun and not full.</param>
internal sealed record UnitFlags(uint Busy, uint NotErased, uint WriteProtected, uint Alignment, uint Size, uint Sequence, uint Ecc, uint Filling)
{
    /// <summary>RDERR: a place was read that is protected from it.</summary>
    public uint ReadProtected { get; init; }

    /// <summary>All that stays until it is cleared.</summary>
    public uint Sticky => NotErased | WriteProtected | Alignment | Size | Sequence | Ecc | ReadProtected;
}

/// <summary>A run of equal sectors.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Bytes of each.</param>
/// <param name="Times">Erase time of each, by parallelism.</param>
internal sealed record SectorsOf(int Count, int Bytes, IReadOnlyList<BusyRange> Times);

/// <summary>One bank.</summary>
/// <param name="Controller">Which controller erases it.</param>
/// <param name="FirstSector">Number of its first sector in the control register.</param>
/// <param name="Choose">Control bits that must be set, of <paramref name="ChooseMask"/>, when one of its sectors is erased.</param>
/// <param name="ChooseMask">See there.</param>
/// <param name="MassErase">Control bit that erases it.</param>
/// <param name="Sectors">Its sectors.</param>
/// <param name="MassTimes">Time of the erase of the bank, by parallelism.</param>
internal sealed record UnitBank(
    int Controller, int FirstSector, uint Choose, uint ChooseMask, uint MassErase, IReadOnlyList<SectorsOf> Sectors, IReadOnlyList<BusyRange> MassTimes)
{
    /// <summary>Bytes of the bank.</summary>
    public int Bytes => Sectors.Sum(run => run.Count * run.Bytes);
}
