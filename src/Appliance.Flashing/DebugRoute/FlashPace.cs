// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Flashing.Layout;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Tells a flash that programs much slower than is typical: old, hot, or on a weak supply. Still within its datasheet, so no error.</summary>
internal static class FlashPace
{
    /// <summary>How much longer than typical is worth a word. The F1's maximum is 1.33 × its typical time (DS5319, table 28).</summary>
    private const double Late = 1.2;

    /// <summary>Where the longest time is twice the typical one and more, so much of the way from the one to the other.</summary>
    private const double LateOfSpread = 0.6;

    /// <summary>Fewer units say nothing: single times spread from minimum to maximum.</summary>
    private const int FewestUnits = 256;

    /// <summary>SWCLK cycles of one transfer (IHI 0031: request, turnarounds, acknowledge, data, parity).</summary>
    private const int CyclesPerTransfer = 46;

    /// <summary>Adds a warning where the flash, and not the wire, was slow.</summary>
    /// <param name="plan">What was programmed, with its typical time.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="taken">How long it took.</param>
    /// <param name="hertz">SWCLK; null where unknown, and then nothing can be told.</param>
    /// <param name="warnings">Where it is noted.</param>
    public static void Judge(FlashPlan plan, ChipDescription chip, TimeSpan taken, int? hertz, WarningLog warnings)
    {
        var (unit, time) = (chip.Flash[0].ProgramUnit, chip.Flash[0].Times.ProgramUnit);
        var units = plan.BytesProgrammed / unit;
        if (hertz is not { } clock || units < FewestUnits) return;
        var wire = TimeSpan.FromSeconds((double)units * ((unit + 3) / 4) * CyclesPerTransfer / clock);
        if (wire > plan.ExpectedProgram / 2 || taken < plan.ExpectedProgram * Math.Max(Late, 1 + (LateOfSpread * ((time.Maximum / time.Typical) - 1)))) return;
        warnings.Add("slow-flash", string.Create(
            CultureInfo.InvariantCulture,
            $"Programming took {taken.TotalSeconds:0.000} s where {plan.ExpectedProgram.TotalSeconds:0.000} s is typical; look at the board's supply and temperature."));
    }
}
