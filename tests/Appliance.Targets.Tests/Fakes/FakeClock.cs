// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Targets.Tests.Fakes;

/// <summary>Target time that moves by delays and by what a test adds.</summary>
internal sealed class FakeClock : ITargetClock
{
    public TimeSpan Now { get; private set; }

    /// <summary>Called whenever time moved.</summary>
    public Action? Moved { get; set; }

    public void Advance(TimeSpan time)
    {
        Now += time;
        Moved?.Invoke();
    }

    public void Delay(TimeSpan time, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Advance(time);
    }
}
