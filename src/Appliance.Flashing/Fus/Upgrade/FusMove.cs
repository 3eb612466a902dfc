// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Fus.Upgrade;

/// <summary>One replacement of FUS by another.</summary>
/// <param name="From">FUS on the chip.</param>
/// <param name="To">FUS afterwards.</param>
/// <param name="DedicatedImage">It takes the image made for FUS 0.5.3, not the common one.</param>
/// <param name="Losses">What the chip does not have afterwards.</param>
public sealed record FusMove(FusVersion From, FusVersion To, bool DedicatedImage, FusLosses Losses);

/// <summary>What a replacement of FUS takes away.</summary>
[Flags]
public enum FusLosses
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Keys in the customer key store: lost in every replacement of FUS (ST wiki, STM32WB FUS, FAQ).</summary>
    UserKeys = 1,

    /// <summary>The wireless stack: deleted before the image goes in, since FUS before 1.2.0 has no safe way beside it.</summary>
    Stack = 2,
}

/// <summary>How FUS on a chip gets to a wanted version. Immutable.</summary>
/// <param name="Moves">In order; empty when the version is there already or the way is refused.</param>
/// <param name="Refusal">Why there is no way; null when there is.</param>
public sealed record FusLadder(IReadOnlyList<FusMove> Moves, string? Refusal)
{
    /// <summary>The wanted version is on the chip.</summary>
    public bool AlreadyThere => Refusal is null && Moves.Count == 0;
}
