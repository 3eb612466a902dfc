// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel;

/// <summary>Plays one row of the table on the lines. Steps are counted from the entry, so lateness never adds up.</summary>
internal sealed class PanelLamps : IDisposable
{
    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(1);
    private static readonly PanelOutput[] Outputs = Enum.GetValues<PanelOutput>();

    private readonly Lock _gate = new();
    private readonly IPanelLines _lines;
    private readonly TimeProvider _time;
    private readonly Action<PanelLinesException> _faulted;
    private readonly ITimer _timer;
    private readonly bool?[] _levels = new bool?[Outputs.Length];
    private PanelEntry? _entry;
    private bool _disposed;

    public PanelLamps(IPanelLines lines, TimeProvider time, Action<PanelLinesException> faulted)
    {
        _lines = lines;
        _time = time;
        _faulted = faulted;
        _timer = time.CreateTimer(_ => Play(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Show(PanelEntry entry)
    {
        lock (_gate)
            _entry = entry;
        Play();
    }

    /// <summary>Returns once no line is being switched.</summary>
    public void AwaitSwitching()
    {
        lock (_gate)
            _ = _entry;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
            Switch(_ => false);
        }
    }

    private void Play()
    {
        lock (_gate)
        {
            if (_disposed || _entry is not { } entry)
                return;
            var age = _time.GetElapsedTime(entry.Since);
            Switch(output => PatternOf(entry.Row, output).LevelAt(age));
            _timer.Change(UntilNext(entry.Row, age), Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan UntilNext(PanelRow row, TimeSpan age)
    {
        if (Outputs.Min(output => PatternOf(row, output).NextChangeAfter(age)) is { } next)
            return RoundUp(next - age);
        return _levels.Contains(null) ? RetryAfterFault : Timeout.InfiniteTimeSpan;
    }

    /// <summary>Off before on: at no moment is green lit beside the next state.</summary>
    private void Switch(Func<PanelOutput, bool> wanted)
    {
        foreach (var output in Outputs.OrderBy(wanted))
        {
            if (_levels[(int)output] != wanted(output))
                Switch(output, wanted(output));
        }
    }

    /// <summary>One line that cannot be switched must not stop the others.</summary>
    private void Switch(PanelOutput output, bool level)
    {
        try
        {
            _levels[(int)output] = null;
            _lines.Set(output, level);
            _levels[(int)output] = level;
        }
        catch (PanelLinesException fault)
        {
            _faulted(fault);
        }
    }

    /// <summary>Timers count whole milliseconds; one that came early would find nothing to do.</summary>
    private static TimeSpan RoundUp(TimeSpan due) => TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds));

    private static PanelPattern PatternOf(PanelRow row, PanelOutput output) => output switch
    {
        PanelOutput.Busy => row.Busy,
        PanelOutput.Pass => row.Pass,
        PanelOutput.Fail => row.Fail,
        PanelOutput.Buzzer => row.Buzzer,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, "not an output of the panel"),
    };
}
