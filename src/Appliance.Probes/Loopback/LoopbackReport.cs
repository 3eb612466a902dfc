// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;

namespace Appliance.Probes.Loopback;

/// <summary>What a loop-back test can find on a line.</summary>
public enum LoopbackFault
{
    /// <summary>Low whatever pulls it: a short to ground, or something that drives it.</summary>
    StuckLow,

    /// <summary>High whatever pulls it: a short to a supply, or something that drives it.</summary>
    StuckHigh,

    /// <summary>It does not reach the line it is jumped to.</summary>
    Open,

    /// <summary>It reaches a line it must not reach.</summary>
    Shorted,

    /// <summary>SWCLK and SWDIO arrive at each other's place.</summary>
    Swapped,

    /// <summary>The jumped lines do not follow even a slow clock.</summary>
    NoClock,
}

/// <summary>One thing that was found.</summary>
/// <param name="Fault">What.</param>
/// <param name="Line">On which line.</param>
/// <param name="Other">The other line, where there is one.</param>
public sealed record LoopbackFinding(LoopbackFault Fault, GpioLineName Line, GpioLineName? Other = null)
{
    /// <summary>A sentence for the engineer.</summary>
    public override string ToString() => Fault switch
    {
        LoopbackFault.StuckLow => $"{Line.Line} is low whatever pulls it: look for a short to ground, and take the target off.",
        LoopbackFault.StuckHigh => $"{Line.Line} is high whatever pulls it: look for a short to a supply, and take the target off.",
        LoopbackFault.Open => $"{Line.Line} does not reach {Other!.Line}: the jumper is missing, or a wire between them is broken.",
        LoopbackFault.Shorted => $"{Line.Line} reaches {Other!.Line}, and must not: look for a short between them.",
        LoopbackFault.Swapped => $"{Line.Line} and {Other!.Line} are swapped.",
        _ => $"{Line.Line} does not follow {Other!.Line} at any clock, though it does at rest.",
    };
}

/// <summary>The result of a loop-back test.</summary>
/// <param name="Findings">What is wrong; empty when nothing is.</param>
/// <param name="MaxHertz">The fastest SWCLK at which the jumped line was read without an error; null where it was not measured.</param>
public sealed record LoopbackReport(IReadOnlyList<LoopbackFinding> Findings, int? MaxHertz)
{
    /// <summary>Whether the wires are sound.</summary>
    public bool Passed => Findings.Count == 0;
}
