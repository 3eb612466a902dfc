// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Platform.Host;

/// <summary>The clock of a target on real hardware: the monotonic clock of this machine, from the moment it was made.</summary>
/// <param name="time">The clock of this machine.</param>
public sealed class MachineClock(TimeProvider time) : ITargetClock
{
    private static readonly TimeSpan Spun = TimeSpan.FromMilliseconds(2);
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <inheritdoc/>
    public void Delay(TimeSpan delay, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var end = Now + delay;
        using var never = new ManualResetEventSlim();
        for (var left = delay; left > TimeSpan.Zero; left = end - Now)
        {
            // The system wakes a thread late by up to a millisecond or so; the last stretch is spun.
            if (left > Spun) never.Wait(left - (Spun / 2), cancel);
            else Thread.SpinWait(20);
        }
    }
}
