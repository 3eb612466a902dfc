// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Wires;

/// <summary>Target time of a real board passes by itself: sleep while there is much of it, then watch the clock.</summary>
internal static class WireRest
{
    /// <summary>A sleep may end this much late on a busy machine; the rest is spent awake.</summary>
    private static readonly TimeSpan Awake = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns no earlier than a time later.</summary>
    public static void Pass(TimeProvider time, TimeSpan howLong, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var begun = time.GetTimestamp();
        if (howLong > 2 * Awake) Task.Delay(howLong - Awake, time, cancel).GetAwaiter().GetResult();
        while (time.GetElapsedTime(begun) < howLong) Thread.SpinWait(10);
    }
}
