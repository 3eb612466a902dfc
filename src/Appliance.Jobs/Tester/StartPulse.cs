// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tester;

/// <summary>
/// Finds the pulses on START that count: active for <see cref="Minimum"/> without an edge, then inactive. The job starts at the end of the pulse,
/// as SEGGER's Flashers do it (kb.segger.com, "Flasher - Remote control": positive pulse of at least 30 ms, acts on the falling edge). A line
/// that is active at the start of the service has to be seen inactive first.
/// </summary>
internal sealed class StartPulse : IDisposable
{
    /// <summary>Shortest pulse that counts. Testers give 30 ms; both its edges are seen with a delay of their own.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(25);

    /// <summary>How long the line must be inactive to end a pulse: a spike on a long line is shorter.</summary>
    public static readonly TimeSpan Confirmation = TimeSpan.FromMilliseconds(2);

    /// <summary>How often the level is looked at without an edge: a lost edge must not lose a start.</summary>
    private static readonly TimeSpan IdleLook = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly ITesterLines _lines;
    private readonly TimeProvider _time;
    private readonly Action<long> _started;
    private readonly Action<PanelLinesException> _faulted;
    private readonly ITimer _timer;
    private Phase _phase = Phase.NotSeenInactive;
    private long _since;
    private bool _disposed;

    /// <param name="lines">Where START is.</param>
    /// <param name="time">Appliance time.</param>
    /// <param name="started">Called on a timer's or a line's thread, with the timestamp of the pulse's end.</param>
    /// <param name="faulted">Called when the level cannot be read.</param>
    public StartPulse(ITesterLines lines, TimeProvider time, Action<long> started, Action<PanelLinesException> faulted)
    {
        (_lines, _time, _started, _faulted) = (lines, time, started, faulted);
        _timer = time.CreateTimer(_ => Look(edge: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private enum Phase
    {
        NotSeenInactive,
        Inactive,
        Active,
        Ending,
    }

    public void Start()
    {
        _lines.StartChanged += OnEdge;
        Look(edge: false);
    }

    public void Dispose()
    {
        _lines.StartChanged -= OnEdge;
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void OnEdge() => Look(edge: true);

    private void Look(bool edge)
    {
        var started = false;
        long end;
        lock (_gate)
        {
            if (_disposed) return;
            if (Read() is { } active) started = Follow(active, edge);
            end = _since;
        }

        if (started) _started(end);
    }

    /// <summary>Whether a pulse has just ended.</summary>
    private bool Follow(bool active, bool edge)
    {
        var lasted = _time.GetElapsedTime(_since);
        switch (_phase)
        {
            case Phase.Inactive when active:
                Enter(Phase.Active, Minimum);
                return false;
            case Phase.Active when active && edge && lasted < Minimum:
                Enter(Phase.Active, Minimum);
                return false;
            case Phase.Active when !active && lasted >= Minimum:
                Enter(Phase.Ending, Confirmation);
                return false;
            case Phase.Active when !active:
            case Phase.NotSeenInactive when !active:
                Enter(Phase.Inactive, IdleLook);
                return false;
            case Phase.Ending when active:
                _phase = Phase.Active;
                _since -= (long)(Minimum.TotalSeconds * _time.TimestampFrequency);
                _timer.Change(IdleLook, Timeout.InfiniteTimeSpan);
                return false;
            case Phase.Ending when lasted >= Confirmation:
                _phase = Phase.Inactive;
                _timer.Change(IdleLook, Timeout.InfiniteTimeSpan);
                return true;
            default:
                _timer.Change(_phase == Phase.Ending ? Confirmation : IdleLook, Timeout.InfiniteTimeSpan);
                return false;
        }
    }

    private void Enter(Phase phase, TimeSpan look)
    {
        (_phase, _since) = (phase, _time.GetTimestamp());
        _timer.Change(look, Timeout.InfiniteTimeSpan);
    }

    private bool? Read()
    {
        try
        {
            return _lines.StartActive;
        }
        catch (PanelLinesException fault)
        {
            _timer.Change(IdleLook, Timeout.InfiniteTimeSpan);
            _faulted(fault);
            return null;
        }
    }
}
