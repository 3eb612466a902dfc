// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel;

/// <summary>
/// PROG without its bounces: a level counts once no edge came for the settling time and it is still there. Until the button was seen
/// released it counts as held, so a jammed button at start presses nothing.
/// </summary>
internal sealed class ProgButton : IDisposable
{
    /// <summary>How often the level is looked at without an edge: kernel event queues can overflow, and a lost edge must not lose a press.</summary>
    private static readonly TimeSpan IdleLook = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly IPanelLines _lines;
    private readonly TimeProvider _time;
    private readonly TimeSpan _settling;
    private readonly Action<long> _pressed;
    private readonly Action<PanelLinesException> _faulted;
    private readonly ITimer _timer;
    private bool _held = true;
    private bool _changing;
    private long _lastEdge;
    private long _firstEdge;
    private bool _disposed;
    private long _looks;

    /// <param name="lines">Where the button is.</param>
    /// <param name="time">Appliance time.</param>
    /// <param name="settling">How long a level must be stable.</param>
    /// <param name="pressed">Called on a timer's thread, with the timestamp of the first edge of the press.</param>
    /// <param name="faulted">Called when the level cannot be read.</param>
    public ProgButton(
        IPanelLines lines, TimeProvider time, TimeSpan settling, Action<long> pressed, Action<PanelLinesException> faulted)
    {
        _lines = lines;
        _time = time;
        _settling = settling;
        _pressed = pressed;
        _faulted = faulted;
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How often the level was looked at, with or without success.</summary>
    public long Looks => Volatile.Read(ref _looks);

    public void Start()
    {
        _lastEdge = _time.GetTimestamp();
        _lines.ProgChanged += OnEdge;
        OnEdge();
    }

    public void Dispose()
    {
        _lines.ProgChanged -= OnEdge;
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void OnEdge()
    {
        lock (_gate)
        {
            if (!_disposed)
                NoteEdge();
        }
    }

    private void NoteEdge()
    {
        if (_time.GetElapsedTime(_lastEdge) >= _settling)
            _firstEdge = _time.GetTimestamp();
        _lastEdge = _time.GetTimestamp();
        _changing = true;
        _timer.Change(_settling, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        bool pressed;
        long firstEdge;
        lock (_gate)
        {
            pressed = !_disposed && Look();
            firstEdge = _firstEdge;
            Volatile.Write(ref _looks, _looks + 1);
        }

        if (pressed)
            _pressed(firstEdge);
    }

    /// <summary>Whether the button has just become held.</summary>
    private bool Look()
    {
        if (ReadLevel() is not { } level)
            return false;
        if (level != _held && !_changing)
        {
            NoteEdge();
            return false;
        }

        var left = _settling - _time.GetElapsedTime(_lastEdge);
        if (_changing && left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            return false;
        }

        var changed = level != _held;
        _held = level;
        _changing = false;
        _timer.Change(IdleLook, Timeout.InfiniteTimeSpan);
        return changed && level;
    }

    private bool? ReadLevel()
    {
        try
        {
            return _lines.ProgPressed;
        }
        catch (PanelLinesException fault)
        {
            _timer.Change(IdleLook, Timeout.InfiniteTimeSpan);
            _faulted(fault);
            return null;
        }
    }
}
