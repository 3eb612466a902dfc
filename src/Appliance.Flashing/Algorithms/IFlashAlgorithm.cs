// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;

namespace Appliance.Flashing.Algorithms;

/// <summary>How one bank of flash is erased and programmed, chosen by the layout key in the chip data.</summary>
/// <remarks>
/// Life cycle: create → <see cref="Open"/> → erase and program in any order → <see cref="Close"/>, on every way out. One thread at a time.
/// Every member throws <see cref="FlashException"/> for what the controller says and lets the exceptions of the memory pass.
/// </remarks>
internal interface IFlashAlgorithm
{
    /// <summary>Makes the controller ready: what was running is over, clocks it needs are on, its lock is open.</summary>
    void Open(CancellationToken cancel);

    /// <summary>Erases the whole bank.</summary>
    void EraseAll(CancellationToken cancel);

    /// <summary>Erases one sector.</summary>
    void EraseSector(PlannedSector sector, CancellationToken cancel);

    /// <summary>Programs what the work holds, streaming where the target allows it.</summary>
    void Program(ProgramWork work, CancellationToken cancel);

    /// <summary>Locks the controller again.</summary>
    void Close();
}

/// <summary>The part of a plan that goes to one bank.</summary>
/// <param name="Writes">Runs to be programmed, in address order, aligned to the program unit.</param>
/// <param name="Image">Where the bytes come from.</param>
/// <param name="MayErase">The plan erases the sectors written, so one may be erased again to repair it.</param>
/// <param name="Advance">Called with the bytes that are programmed and checked since the last call.</param>
internal sealed record ProgramWork(IReadOnlyList<PlannedWrite> Writes, FirmwareImage Image, bool MayErase, Action<long> Advance);
