// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Chips;

/// <summary>What a simulated chip is, as data; a family adds what only its parts have.</summary>
/// <param name="Name">Start of the part number, lower case.</param>
/// <param name="Core">Core and debug port.</param>
/// <param name="DevId">DBGMCU_IDCODE.DEV_ID.</param>
/// <param name="RevId">DBGMCU_IDCODE.REV_ID.</param>
/// <param name="FlashKib">Main flash.</param>
/// <param name="RamKib">RAM at 0x20000000.</param>
/// <param name="BoundaryScanId">IDCODE of the boundary scan TAP.</param>
internal abstract record ChipPart(string Name, CoreShape Core, uint DevId, uint RevId, int FlashKib, int RamKib, uint BoundaryScanId)
{
    private const int FamilyLetters = 7;

    /// <summary>Main flash in bytes.</summary>
    public int FlashBytes => FlashKib * 1024;

    /// <summary>Other RAM that code can run from: where, and KiB; none on most.</summary>
    public (uint Start, int Kib) MoreRam { get; init; }

    /// <summary>RAM in bytes.</summary>
    public int RamBytes => RamKib * 1024;

    /// <summary>A part with another DEV_ID that may be fitted by mistake: of the same family where there is one.</summary>
    public virtual ChipPart Another
    {
        get
        {
            var others = SimulatedParts.All.Where(part => part.DevId != DevId).ToList();
            return others.Find(part => part.Name[..FamilyLetters] == Name[..FamilyLetters]) ?? others[0];
        }
    }

    /// <summary>Makes all that is in the chip beside core, RAM and debug port.</summary>
    public abstract ChipInside Build(ChipSurroundings around);
}

/// <summary>What the inside of a chip sees of the rest of it.</summary>
/// <param name="Context">What all parts of the chip share.</param>
/// <param name="Core">Its core.</param>
/// <param name="Options">How the board was made.</param>
/// <param name="Reset">Resets the chip.</param>
/// <param name="DropDebug">The debug port loses its power.</param>
internal sealed record ChipSurroundings(ChipContext Context, Core.DebugCore Core, SimulationOptions Options, Action<ResetCause> Reset, Action DropDebug);
