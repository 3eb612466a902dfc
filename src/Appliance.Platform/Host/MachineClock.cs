// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Wires;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Host;

/// <summary>The clock of a target on real hardware: the monotonic clock of this machine, from the moment it was made.</summary>
/// <param name="time">The clock of this machine.</param>
public sealed class MachineClock(TimeProvider time) : ITargetClock
{
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <inheritdoc/>
    public void Delay(TimeSpan delay, CancellationToken cancel) => WireRest.Pass(time, delay, cancel);
}
