// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;

namespace Appliance.Flashing.DebugRoute;

/// <summary>What a link repaired on its own, as warnings for the record.</summary>
internal static class LinkWarnings
{
    /// <summary>Adds what the statistics since the last connect tell.</summary>
    public static void Add(IDapLink link, WarningLog warnings)
    {
        var statistics = link.Statistics;
        if (statistics.ParityErrors > 0)
        {
            warnings.Add(
                "parity-noise",
                $"{statistics.ParityErrors} of {statistics.Transfers} transfers came with a wrong parity and were repaired. Look at the wiring.");
        }

        if (statistics.Reconnects > 0)
        {
            warnings.Add(
                "line-resets", $"{statistics.Reconnects} line resets were needed after answers that are none. Look at the wiring.");
        }
    }
}
