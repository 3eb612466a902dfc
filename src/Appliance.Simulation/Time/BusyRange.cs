// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Time;

/// <summary>How long an operation of the silicon takes: from its datasheet's minimum to its maximum.</summary>
/// <param name="Min">Picoseconds.</param>
/// <param name="Max">Picoseconds.</param>
internal readonly record struct BusyRange(long Min, long Max)
{
    /// <summary>A range given in microseconds.</summary>
    public static BusyRange Microseconds(long min, long max) => new(min * VirtualTime.PerMicrosecond, max * VirtualTime.PerMicrosecond);

    /// <summary>Draws one time; always the maximum on slow silicon.</summary>
    public long Draw(Dice dice, bool slow) => slow ? Max : dice.Between(Min, Max);
}
