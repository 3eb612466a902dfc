// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Pins;

/// <summary>Somebody who writes down the levels of the pins.</summary>
internal interface IPinTrace
{
    /// <summary>One SWCLK (TCK) cycle of one lane: the clock falls at its start and rises in its middle.</summary>
    /// <param name="start">Picoseconds.</param>
    /// <param name="period">Picoseconds.</param>
    /// <param name="lane">Lane.</param>
    /// <param name="before">SWDIO (TMS) while the clock is low and as it rises.</param>
    /// <param name="after">The same right after it has risen, when the target has moved on.</param>
    /// <param name="testData">TDI in bit 0, TDO in bit 1.</param>
    void Cycle(long start, long period, int lane, int before, int after, int testData);

    /// <summary>nRESET of one lane.</summary>
    void Reset(long at, int lane, bool low);
}
