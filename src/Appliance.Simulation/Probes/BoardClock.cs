// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Simulation.Probes;

/// <summary>The time of a simulated board, for a host that reaches it through a probe and not by a wire of its own.</summary>
internal sealed class BoardClock(SimulatedBoard board) : ITargetClock
{
    /// <inheritdoc/>
    public TimeSpan Now => board.Time.Elapsed;

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        board.Time.Advance(time);
        board.Driver.Settle();
    }
}
