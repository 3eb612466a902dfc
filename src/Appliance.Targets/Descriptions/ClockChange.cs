// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>How the clock of a chip that was just reset is raised for the time a loader runs, and how it is put back.</summary>
/// <param name="Hertz">The clock of the core after it.</param>
/// <param name="Raise">Steps in their order.</param>
/// <param name="Restore">Steps back to the state after reset; they must be right after half of the others, too.</param>
public sealed record ClockChange(int Hertz, IReadOnlyList<RegisterStep> Raise, IReadOnlyList<RegisterStep> Restore);

/// <summary>One step: bits changed in a register, or, where <paramref name="WaitMask"/> is not 0, waited for.</summary>
/// <param name="Address">The register.</param>
/// <param name="Clear">Bits cleared first.</param>
/// <param name="Set">Bits set then.</param>
/// <param name="WaitMask">Bits that must become <paramref name="WaitValue"/>.</param>
/// <param name="WaitValue">See there.</param>
public sealed record RegisterStep(uint Address, uint Clear, uint Set, uint WaitMask, uint WaitValue);
