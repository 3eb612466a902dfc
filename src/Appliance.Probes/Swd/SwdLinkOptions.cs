// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>What is known of a board before the link is made.</summary>
public sealed record SwdLinkOptions
{
    /// <summary>Nothing special.</summary>
    public static readonly SwdLinkOptions Default = new();

    /// <summary>TARGETSEL of a target on a multidrop bus (TINSTANCE 31:28, TPARTNO 27:12, TDESIGNER 11:1, bit 0 set); null: no multidrop.</summary>
    public uint? TargetSel { get; init; }

    /// <summary>Whether ORUNDETECT is used, which makes every frame as long as every other; null: where it pays, on a remote wire and through a probe that shifts bits.</summary>
    public bool? Overrun { get; init; }

    /// <summary>Turnaround in cycles, 1 to 4, set by DLCR on connect. A DP that has no DLCR takes 1 only.</summary>
    public int Turnaround { get; init; } = 1;
}
