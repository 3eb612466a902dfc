// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Fus.Upgrade;

/// <summary>
/// Plans the way from one FUS to another. Only four moves are made: 0.5.3 → 1.2.0 by its dedicated image, 1.x → 1.2.0, and 1.2.0 or 2.x
/// → 2.2.0; every other is refused, whether or not FUS would take it (compatibility table of the ST wiki, STM32WB FUS).
/// </summary>
public static class FusLadders
{
    private static readonly FusVersion Latest = FusReleases.V2_2_0;

    /// <summary>The moves from one version to another.</summary>
    /// <param name="from">FUS on the chip.</param>
    /// <param name="to">FUS that is wanted.</param>
    /// <param name="family">Family of the chip.</param>
    public static FusLadder Plan(FusVersion from, FusVersion to, FusFamily family)
    {
        (from, to) = (from.Release, to.Release);
        if (Unknown(from, family) is { } unknown) return Refused(unknown);
        if (from == to) return new FusLadder([], null);
        if (to < from) return Refused($"FUS {from} is on the chip; FUS {to} is older, and no FUS goes back.");
        if (to != FusReleases.V1_2_0 && to != Latest)
            return Refused($"FUS {to} is no version to end at; 1.2.0 and {Latest} are.");
        if (family == FusFamily.Wb1x && to < FusReleases.V2_0_0) return Refused($"There is no FUS {to} for {family}.");

        var moves = new List<FusMove>();
        var at = from;
        if (at < FusReleases.V1_2_0)
        {
            moves.Add(new FusMove(at, FusReleases.V1_2_0, at == FusReleases.V0_5_3, FusLosses.UserKeys | FusLosses.Stack));
            at = FusReleases.V1_2_0;
        }

        if (at < to) moves.Add(new FusMove(at, to, DedicatedImage: false, FusLosses.UserKeys));
        return new FusLadder(moves, null);
    }

    private static string? Unknown(FusVersion from, FusFamily family)
    {
        if (!FusReleases.Published.Contains(from)) return $"The chip reports FUS {from}, which ST has not published; nothing is known of what it takes.";
        return family == FusFamily.Wb1x && from < FusReleases.V1_2_0 ? $"The chip reports FUS {from}, which does not exist on {family}." : null;
    }

    private static FusLadder Refused(string why) => new([], why);
}
