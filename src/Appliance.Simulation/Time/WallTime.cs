// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Time;

/// <summary>The third kind of target time, for foreign clients that wait by their own clocks: clock cycles plus wall time.</summary>
internal sealed class WallTime(VirtualTime time, TimeProvider provider, Func<bool> executing)
{
    /// <summary>Most that is made up for at once while a chip executes code: a client that was away for long would wait for seconds.</summary>
    private static readonly TimeSpan MostWhileExecuting = TimeSpan.FromMilliseconds(2);

    private long _seen = provider.GetTimestamp();

    /// <summary>
    /// Adds the wall time that went by since the last call, less what that call itself took: a board whose code is simulated more slowly than it would run falls
    /// behind the clock on the wall, instead of owing it ever more.
    /// </summary>
    public void CatchUp()
    {
        var passed = provider.GetElapsedTime(_seen);
        time.Advance(passed > MostWhileExecuting && executing() ? MostWhileExecuting : passed);
        _seen = provider.GetTimestamp();
    }
}
