// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Algorithms.Units;

/// <summary>
/// The registers of a flash controller that programs aligned units of words: which offsets, which bits. Layouts B to G differ in these
/// numbers alone; what is done with them is in <see cref="UnitController"/>, and on the target in <c>layout-u.S</c>.
/// </summary>
/// <param name="Status">Offset of the status register.</param>
/// <param name="Control">Offset of the control register.</param>
/// <param name="Clear">Offset of the register that clears error flags by ones.</param>
/// <param name="Locks">The locks, in the order they are opened.</param>
/// <param name="Busy">Status bits any of which says that an operation is under way.</param>
/// <param name="Program">Control bits while units are programmed.</param>
/// <param name="Erase">Control bits that choose the erase of one sector.</param>
/// <param name="SectorShift">Place of the sector number in the control register.</param>
/// <param name="Start">Control bit that begins an erase; 0 where a word written into the sector begins it.</param>
/// <param name="Flags">Error flags with their names in the manual.</param>
internal sealed record UnitRegisters(
    uint Status, uint Control, uint Clear, IReadOnlyList<FlashLock> Locks, uint Busy, uint Program, uint Erase, int SectorShift, uint Start,
    IReadOnlyList<FlashFlag> Flags)
{
    /// <summary>Control bits that go with every operation: the parallelism, where it is chosen.</summary>
    public uint Always { get; init; }

    /// <summary>All error flags.</summary>
    public uint Errors => Flags.Aggregate(0u, (all, flag) => all | flag.Bit);

    /// <summary>What locks everything.</summary>
    public FlashLock Lock => Locks[0];
}

/// <summary>One lock of a flash controller.</summary>
/// <param name="Register">Offset of the key register.</param>
/// <param name="Key1">First key.</param>
/// <param name="Key2">Second key.</param>
/// <param name="Bit">Control bit that is 1 while it is locked.</param>
/// <param name="Name">Name of that bit.</param>
internal sealed record FlashLock(uint Register, uint Key1, uint Key2, uint Bit, string Name);

/// <summary>One error flag.</summary>
/// <param name="Name">Name in the manual.</param>
/// <param name="Bit">Its place in the status register.</param>
/// <param name="Means">What it says, as the middle of a sentence.</param>
/// <param name="Fault">What it is to the job; null for an error of the operation.</param>
internal sealed record FlashFlag(string Name, uint Bit, string Means, FlashFault? Fault = null);
