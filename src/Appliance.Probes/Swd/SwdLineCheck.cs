// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Swd;

/// <summary>What a look at the lines of one lane before any protocol says.</summary>
/// <param name="Fault">What is certainly wrong; null when the lines look usable or could not be told.</param>
/// <param name="DriveChecked">SWDIO was driven both ways and read; false: this wire cannot, so a stuck line could not be told from an absent target.</param>
/// <param name="ResetChecked">nRESET was read; false: this wire cannot.</param>
/// <param name="Facts">The same in words, for the record.</param>
public sealed record SwdLineState(DapFault? Fault, bool DriveChecked, bool ResetChecked, string Facts);

/// <summary>Electrical look at SWDIO and nRESET with SWCLK at rest.</summary>
public static class SwdLineCheck
{
    /// <summary>Looks at one lane. Nobody here may be pulling nRESET.</summary>
    /// <param name="line">The wire.</param>
    /// <param name="lane">The lane.</param>
    /// <exception cref="WireException">The wire failed.</exception>
    public static SwdLineState Look(ISwdLine line, int lane)
    {
        uint mask = 1u << lane;
        bool drives = line.Features.HasFlag(WireFeatures.SampleWhileDriving);
        bool senses = line.Features.HasFlag(WireFeatures.ResetSense);
        bool resetLow = senses && (line.SampleReset() & mask) != 0;
        bool? high = drives ? (line.SampleDriven(high: true) & mask) != 0 : null;
        bool? low = drives ? (line.SampleDriven(high: false) & mask) == 0 : null;
        bool released = (line.SampleReleased() & mask) != 0;
        DapFault? fault = high == false ? DapFault.StuckLow : low == false ? DapFault.StuckHigh : resetLow ? DapFault.ResetStuckLow : null;
        return new SwdLineState(fault, drives, senses, Words(high, low, released, senses ? resetLow : null));
    }

    private static string Words(bool? high, bool? low, bool released, bool? resetLow)
    {
        string driven = high is null
            ? "SWDIO cannot be read on this wire while it is driven"
            : $"SWDIO driven high reads {(high.Value ? "high" : "low")}, driven low reads {(low == true ? "low" : "high")}";
        string reset = resetLow is null ? "nRESET cannot be read on this wire" : $"nRESET reads {(resetLow.Value ? "low" : "high")}";
        return $"{driven}, released reads {(released ? "high" : "low")}; {reset}";
    }
}
