// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Probes;

namespace Appliance.Targets.CortexM;

/// <summary>The nRESET line, where the wire has one.</summary>
internal static class ResetLine
{
    /// <summary>Waits until nRESET is high after it was released: capacitors and supervisor chips hold it longer than we do.</summary>
    /// <exception cref="DapException"><see cref="DapFault.ResetStuckLow"/>.</exception>
    public static void WaitReleased(IDapLink link, CoreDeadlines deadlines)
    {
        if (!link.Features.HasFlag(WireFeatures.ResetSense))
            return;
        var end = link.Clock.Now + deadlines.Reset;
        while (link.SampleReset())
        {
            if (link.Clock.Now >= end)
            {
                throw new DapException(DapFault.ResetStuckLow, "nRESET",
                    $"nRESET was still low {deadlines.Reset.TotalMilliseconds:0} ms after it was released");
            }

            link.Clock.Delay(deadlines.Poll, link.Cancel);
        }
    }

    /// <summary>Whether nRESET is low, false where nobody can tell.</summary>
    public static bool IsLow(IDapLink link) => link.Features.HasFlag(WireFeatures.ResetSense) && link.SampleReset();
}
