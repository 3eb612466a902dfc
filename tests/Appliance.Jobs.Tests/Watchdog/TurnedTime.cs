// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Tests.Watchdog;

/// <summary>A clock for code that runs on other threads: the test waits until somebody waits for so long, and ends that wait. Safe from several threads.</summary>
internal sealed class TurnedTime : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<Turned> _waiting = [];
    private readonly SemaphoreSlim _came = new(0);
    private TimeSpan _now = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate) return _now.Ticks;
    }

    /// <summary>Time passes, and no timer is fired.</summary>
    public void Pass(TimeSpan time)
    {
        lock (_gate) _now += time;
    }

    /// <summary>Waits until a timer of this length runs, and fires it.</summary>
    public async Task Fire(TimeSpan length)
    {
        while (true)
        {
            Turned? found;
            lock (_gate)
            {
                found = _waiting.Find(timer => timer.Length == length);
                if (found is not null)
                {
                    _waiting.Remove(found);
                    _now += length;
                }
            }

            if (found is not null)
            {
                found.Fire();
                return;
            }

            Assert.True(await _came.WaitAsync(Patience), $"nobody waits for {length}");
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Turned(this, () => callback(state), dueTime);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Turned(TurnedTime time, Action fire, TimeSpan length) : ITimer
    {
        public TimeSpan Length { get; private set; } = length;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._waiting.Remove(this);
                Length = dueTime;
                if (dueTime != Timeout.InfiniteTimeSpan) time._waiting.Add(this);
            }

            time._came.Release();
            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._waiting.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
