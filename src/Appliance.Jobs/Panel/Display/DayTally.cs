// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Panel.Display;

/// <summary>
/// Boards of today, by the appliance's local date. What was before the start of the service comes from the records. Safe from several threads.
/// </summary>
public sealed class DayTally : IDisposable
{
    private readonly Lock _gate = new();
    private readonly IStation _station;
    private readonly TimeProvider _time;
    private readonly Func<DateTimeOffset, (int Passed, int Failed)> _recorded;
    private DateOnly? _day;
    private (int Passed, int Failed) _count;

    /// <summary>Begins to count.</summary>
    /// <param name="station">Whose jobs.</param>
    /// <param name="time">Which day it is.</param>
    /// <param name="recorded">How many records that began at or after a moment passed and failed; asked once a day.</param>
    public DayTally(IStation station, TimeProvider time, Func<DateTimeOffset, (int Passed, int Failed)> recorded)
    {
        (_station, _time, _recorded) = (station, time, recorded);
        _station.JobEvent += Take;
    }

    /// <summary>The count now.</summary>
    public (int Passed, int Failed) Today
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetLocalNow();
                var day = DateOnly.FromDateTime(now.Date);
                if (day != _day) (_day, _count) = (day, _recorded(new DateTimeOffset(now.Date, now.Offset)));
                return _count;
            }
        }
    }

    /// <summary>Stops counting.</summary>
    public void Dispose() => _station.JobEvent -= Take;

    /// <summary>A job that is over is in the records already: it is counted by them where the day is new, else added here.</summary>
    private void Take(JobEvent happened)
    {
        if (happened is not JobFinished { Outcome: var outcome }) return;
        lock (_gate)
        {
            if (_day != DateOnly.FromDateTime(_time.GetLocalNow().Date)) return;
            if (outcome.Verdict == Verdict.Pass) _count.Passed++;
            else _count.Failed++;
        }
    }
}
