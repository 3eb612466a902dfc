// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms.Units;

namespace Appliance.Flashing.Loaders;

/// <summary>What the loader of units must know of a flash controller, as words of its mailbox: offsets from the controller's base, and bits.</summary>
/// <param name="Status">Offset of the status register.</param>
/// <param name="Control">Offset of the control register.</param>
/// <param name="Busy">Status bits while it works.</param>
/// <param name="Errors">Status bits that are errors.</param>
/// <param name="Program">Control bits that choose programming.</param>
/// <param name="Locked">Control bit that is set while nothing may be chosen.</param>
internal sealed record LoaderController(uint Status, uint Control, uint Busy, uint Errors, uint Program, uint Locked)
{
    /// <summary>For a loader that knows its controller by itself.</summary>
    public static LoaderController None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>That of a layout.</summary>
    public static LoaderController Of(UnitRegisters registers) => new(
        registers.Status, registers.Control, registers.Busy, registers.Errors, registers.Program | registers.Always, registers.Lock.Bit);
}
