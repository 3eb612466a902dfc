// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Host;

namespace Appliance.Jobs.SelfChecks;

/// <summary>How good the dates in the records will be. Jobs never depend on it.</summary>
public sealed class ClockCheck(IHostInfo host, TimeProvider time) : ISelfCheck
{
    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public bool MustHave => false;

    /// <inheritdoc/>
    public SelfCheckFinding Look(CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return host.ClockQuality switch
        {
            ClockQuality.Synchronised => SelfCheckFinding.Ok($"{now}, kept by a time server."),
            ClockQuality.FreeRunning => SelfCheckFinding.Ok($"{now}, set once in this boot or by a clock with a battery."),
            _ => SelfCheckFinding.Warn(
                $"Nobody has set the clock since the start; it says {now}.",
                "Connect a network with a time server, or fit a clock with a battery. Records are kept, and say that their date is not sure."),
        };
    }
}
