// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Pins;

namespace Appliance.Platform.Tests.Wires;

/// <summary>The target time of simulated boards as the clock of a wire that thinks it is real: each look at it takes a moment, a sleep takes none of ours.</summary>
internal sealed class BoardTime(FixturePins boards) : TimeProvider
{
    private static readonly TimeSpan Look = TimeSpan.FromMicroseconds(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        boards.Advance(Look);
        return boards.Now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        boards.Advance(dueTime);
        callback(state);
        return new Elapsed();
    }

    private sealed class Elapsed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
