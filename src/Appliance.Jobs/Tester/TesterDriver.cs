// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tester;

/// <summary>
/// Joins a station and a tester's handshake lines. START presses, as PROG does. When a job begins, OK goes off and then BUSY on. When it is over,
/// OK goes on if it passed, and <see cref="OkBeforeBusy"/> later BUSY goes off: whoever reads OK at the end of BUSY reads the verdict of this job.
/// OK stays until the next job begins. Life cycle: create → <see cref="Start"/> → dispose (OK off, then BUSY off).
/// </summary>
public sealed class TesterDriver : IDisposable
{
    /// <summary>OK is right this long before BUSY ends: optocouplers and relays are slower one way than the other.</summary>
    public static readonly TimeSpan OkBeforeBusy = TimeSpan.FromMilliseconds(5);

    /// <summary>Shortest BUSY: a tester that polls its inputs sees every job, however soon it failed.</summary>
    public static readonly TimeSpan ShortestBusy = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IStation _station;
    private readonly ITesterLines _lines;
    private readonly TimeProvider _time;
    private readonly PanelFollower _follower;
    private readonly StartPulse _start;
    private readonly ITimer _timer;
    private PanelEntry? _entry;
    private long _busySince;
    private long _okSince;
    private long _leftBusy = long.MinValue;
    private bool _busy;
    private bool? _ok;
    private bool _disposed;

    /// <summary>Creates the driver; nothing is switched before <see cref="Start"/>.</summary>
    /// <param name="station">What to press and to tell.</param>
    /// <param name="lines">The lines, or a <see cref="DisabledTester"/>.</param>
    /// <param name="time">Appliance time.</param>
    public TesterDriver(IStation station, ITesterLines lines, TimeProvider time)
    {
        (_station, _lines, _time) = (station, lines, time);
        _follower = new PanelFollower(station, time, Show);
        _start = new StartPulse(lines, time, OnStart, fault => Faulted?.Invoke(fault));
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised on any thread when a line could not be switched or read; handlers must return quickly. The driver tries again.</summary>
    public event Action<PanelLinesException>? Faulted;

    /// <summary>Tells the station's state and listens to START.</summary>
    public void Start()
    {
        _follower.Start();
        _start.Start();
    }

    /// <summary>Stops listening. No OK stays behind: what passed was told before, and nobody is there any more to take it back.</summary>
    public void Dispose()
    {
        _follower.Dispose();
        _start.Dispose();
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _timer.Dispose();
            if (SetOk(false)) SetBusy(false);
        }
    }

    private bool Passed => _entry?.Row.State == PanelState.Pass;

    private void OnTimer()
    {
        lock (_gate)
        {
            if (!_disposed && _entry is not null) Step();
        }
    }

    private void Show(PanelMoment now)
    {
        lock (_gate)
        {
            var before = _entry;
            if (_disposed || ReferenceEquals(now.Entry, before)) return;
            _entry = now.Entry;
            var unseen = before is not null && before.Row.State != PanelState.Busy && !ReferenceEquals(now.Entry.Last, before.Last);
            if (before?.Row.State == PanelState.Busy) Volatile.Write(ref _leftBusy, now.Entry.Since);
            if (now.Entry.Row.State == PanelState.Busy || unseen) Begin();
            Step();
        }
    }

    /// <summary>A job begins, or began and ended before anybody looked.</summary>
    private void Begin()
    {
        SetOk(false);
        SetBusy(true);
        _busySince = _time.GetTimestamp();
    }

    /// <summary>Does what is due, and comes back when the next thing is.</summary>
    private void Step()
    {
        if (_entry!.Row.State == PanelState.Busy)
        {
            if (_ok != false || !_busy) Again(SetOk(false) && SetBusy(true), Timeout.InfiniteTimeSpan);
            return;
        }

        var left = _busy ? ShortestBusy - _time.GetElapsedTime(_busySince) : TimeSpan.Zero;
        if (left > TimeSpan.Zero)
        {
            Again(true, left);
            return;
        }

        if (_ok != Passed)
        {
            _okSince = _time.GetTimestamp();
            Again(SetOk(Passed), OkBeforeBusy);
            return;
        }

        left = OkBeforeBusy - _time.GetElapsedTime(_okSince);
        if (_busy && Passed && left > TimeSpan.Zero) Again(true, left);
        else Again(!_busy || SetBusy(false), Timeout.InfiniteTimeSpan);
    }

    private void Again(bool well, TimeSpan due) =>
        _timer.Change(well ? due == Timeout.InfiniteTimeSpan ? due : TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds)) : RetryAfterFault, Timeout.InfiniteTimeSpan);

    private bool SetOk(bool on)
    {
        _ok = null;
        if (!Switch(() => _lines.SetOk(on))) return false;
        _ok = on;
        return true;
    }

    private bool SetBusy(bool on)
    {
        if (!Switch(() => _lines.SetBusy(on))) return false;
        _busy = on;
        return true;
    }

    private bool Switch(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (PanelLinesException fault)
        {
            Faulted?.Invoke(fault);
            return false;
        }
    }

    /// <summary>A pulse that ended while a job ran starts nothing, even when the job was over before it was confirmed.</summary>
    private void OnStart(long end)
    {
        if (end > Volatile.Read(ref _leftBusy)) _station.Press(PressSource.Tester);
    }
}
