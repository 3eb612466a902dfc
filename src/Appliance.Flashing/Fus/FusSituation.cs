// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Mailbox;

namespace Appliance.Flashing.Fus;

/// <summary>What was read from the coprocessor of a chip, in this cycle. Immutable.</summary>
/// <param name="Info">The device information table.</param>
/// <param name="Boundary">SFSA: first page that is not user flash.</param>
/// <param name="BootOffset">Where the coprocessor starts, as an offset from the start of flash (SBRV × 4).</param>
public sealed record FusSituation(DeviceInfo Info, int Boundary, uint BootOffset)
{
    /// <summary>FUS on the chip.</summary>
    public FusVersion Fus => Info.Fus;

    /// <summary>The stack on the chip; null for none.</summary>
    public FusVersion? Stack => Info.Stack;

    /// <summary>Pages of the stack.</summary>
    public int StackPages => Info.StackPages;

    /// <summary>Whether the coprocessor starts the stack, and not FUS.</summary>
    public bool StartsStack => !Info.FusRuns;

    /// <summary>What FUS told at the last question; null where a stack runs.</summary>
    public FusStatus? Status { get; init; }
}
