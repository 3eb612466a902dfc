// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;

namespace Appliance.Jobs.Selection;

/// <summary>
/// Switches that say a number: the first line is worth 1, the next 2, then 4. They are sampled, since a person turns several one after the other; a number
/// counts when it stood still long enough, and is told when it is another one than before. While a job runs nobody looks.
/// </summary>
public sealed class SelectionSwitches : IDisposable
{
    /// <summary>How often the lines are read.</summary>
    public static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a number must stand still: longer than a hand takes from one switch of a row to the next.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<IGpioLine> _lines;
    private readonly TimeProvider _time;
    private readonly Func<bool> _jobRuns;
    private readonly Action<int> _settled;
    private readonly Action<GpioException> _failed;
    private readonly ITimer _timer;
    private (int Number, long Since)? _seen;
    private int? _told;
    private bool _broken;
    private bool _disposed;

    /// <summary>Begins to look.</summary>
    /// <param name="lines">The lines, lowest value first; disposed with this.</param>
    /// <param name="time">Appliance time.</param>
    /// <param name="jobRuns">Whether a job runs now.</param>
    /// <param name="settled">Told a new number, on a thread of the clock; must return quickly.</param>
    /// <param name="failed">Told once when a line cannot be read, until it can be read again.</param>
    public SelectionSwitches(IReadOnlyList<IGpioLine> lines, TimeProvider time, Func<bool> jobRuns, Action<int> settled, Action<GpioException> failed)
    {
        (_lines, _time, _jobRuns, _settled, _failed) = (lines, time, jobRuns, settled, failed);
        _timer = time.CreateTimer(_ => Sample(), null, Sampling, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
            foreach (var line in _lines) line.Dispose();
        }
    }

    private void Sample()
    {
        lock (_gate)
        {
            if (_disposed) return;
            if (_jobRuns()) _seen = null;
            else if (Read() is { } number) Look(number);
            _timer.Change(Sampling, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look(int number)
    {
        if (_seen is not { } seen || seen.Number != number)
        {
            _seen = (number, _time.GetTimestamp());
            return;
        }

        if (number == _told || _time.GetElapsedTime(seen.Since) < Settling) return;
        _told = number;
        _settled(number);
    }

    private int? Read()
    {
        try
        {
            var number = 0;
            for (var i = 0; i < _lines.Count; i++) number |= _lines[i].Read() ? 1 << i : 0;
            _broken = false;
            return number;
        }
        catch (GpioException refused)
        {
            _seen = null;
            if (!_broken) _failed(refused);
            _broken = true;
            return null;
        }
    }
}
