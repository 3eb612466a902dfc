// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Time;

/// <summary>The third kind of target time, for foreign clients that wait by their own clocks: clock cycles plus wall time.</summary>
internal sealed class WallTime(VirtualTime time, TimeProvider provider)
{
    private long _seen = provider.GetTimestamp();

    /// <summary>Adds the wall time that went by since the last call.</summary>
    public void CatchUp()
    {
        var now = provider.GetTimestamp();
        time.Advance(provider.GetElapsedTime(_seen, now));
        _seen = now;
    }
}
