// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;

namespace Appliance.Simulation.Doubles;

/// <summary>One thing that can be wrong with a board. Faults have no state of their own: one instance serves all boards.</summary>
/// <param name="name">What <c>--fault</c> calls it.</param>
/// <param name="isFatal">Whether a job must end FAIL.</param>
/// <param name="description">What it does.</param>
internal abstract class BoardFault(string name, bool isFatal, string description)
{
    /// <summary>What <c>--fault</c> calls it.</summary>
    public string Name { get; } = name;

    /// <summary>Whether a job must end FAIL.</summary>
    public bool IsFatal { get; } = isFatal;

    /// <summary>What it does.</summary>
    public string Description { get; } = description;

    /// <summary>Puts another part on the board.</summary>
    public virtual ChipPart ChoosePart(ChipPart part) => part;

    /// <summary>Changes the chip before it gets power.</summary>
    public virtual void Prepare(SimulatedChip chip)
    {
    }

    /// <summary>Changes the board once it has power.</summary>
    public virtual void Begin(SimulatedChip chip)
    {
    }
}
