// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Wires;

/// <summary>
/// The clock the target lives by. On real hardware it is the monotonic clock of the machine; on a simulated board it is virtual
/// and moves only by SWCLK edges and by <see cref="Delay"/>, so that speed is measured exactly and repeats to the clock.
/// </summary>
public interface ITargetClock
{
    /// <summary>Time since the wire was opened. Never goes back.</summary>
    TimeSpan Now { get; }

    /// <summary>Lets target time pass with SWCLK at rest. Returns no earlier than <paramref name="time"/> later on this clock.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled while time passed.</exception>
    void Delay(TimeSpan time, CancellationToken cancel);
}
