// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Running;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel.Display;

/// <summary>
/// Plays station and notices on the display. Whatever the display does, no job waits for it: frames are sent on a timer's thread, at most one
/// each <see cref="Spacing"/>. A display that does not answer counts as not there until it answers again. Life cycle: create →
/// <see cref="Start"/> → dispose (the display goes dark: a stopped service shows no verdict).
/// </summary>
public sealed class DisplayDriver : IDisposable
{
    /// <summary>Least time between two frames; a frame takes 25 ms at 400 kHz.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);

    /// <summary>How often the display is set up anew: one that was unplugged and plugged in again is dark until then.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    /// <summary>How long one part of a long text stands.</summary>
    public static readonly TimeSpan Reading = TimeSpan.FromSeconds(2.5);

    private readonly Lock _gate = new();
    private readonly Lock _drawing = new();
    private readonly IPanelDisplay _display;
    private readonly PanelNotices _notices;
    private readonly Func<IdleFacts> _idle;
    private readonly TimeProvider _time;
    private readonly PanelFollower _follower;
    private readonly ITimer _timer;
    private PanelFrame? _shown;
    private DisplayView? _view;
    private long _viewSince;
    private long _lastDrawn;
    private long _lastRenewed;
    private string? _trouble;
    private bool _busy;
    private bool _again;
    private bool _disposed;

    /// <summary>Creates the driver; nothing is shown before <see cref="Start"/>.</summary>
    /// <param name="station">Whom to show.</param>
    /// <param name="display">The display; the caller disposes it after this.</param>
    /// <param name="notices">What else there is to say.</param>
    /// <param name="idle">What the idle display tells, asked for each frame outside a job, on a timer's thread.</param>
    /// <param name="time">Appliance time.</param>
    public DisplayDriver(IStation station, IPanelDisplay display, PanelNotices notices, Func<IdleFacts> idle, TimeProvider time)
    {
        (_display, _notices, _idle, _time) = (display, notices, idle, time);
        _follower = new PanelFollower(station, time, _ => Wake());
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised on a timer's thread when the display stops working (a sentence) and when it works again (null).</summary>
    public event Action<string?>? TroubleChanged;

    /// <summary>Why the display does not work now; null while it does.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Shows the station, and follows it and the notices.</summary>
    public void Start()
    {
        if (_display is DisabledDisplay) return;
        _lastRenewed = _time.GetTimestamp() - Ticks(Renewal);
        _lastDrawn = _lastRenewed;
        _notices.Changed += Wake;
        _follower.Start();
    }

    /// <summary>Stops following; the display goes dark.</summary>
    public void Dispose()
    {
        _notices.Changed -= Wake;
        _follower.Dispose();
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _timer.Dispose();
        }

        lock (_drawing)
        {
            if (_shown is not null && _trouble is null) Send(new PanelFrame(_display.Size), anew: false);
        }
    }

    /// <summary>A frame is due as soon as the spacing allows; never draws on the caller's thread.</summary>
    private void Wake()
    {
        lock (_gate)
        {
            if (_disposed) return;
            var left = Spacing - _time.GetElapsedTime(_lastDrawn);
            _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A display that hangs keeps one thread at most: whoever comes meanwhile leaves word and goes.</summary>
    private void OnTimer()
    {
        lock (_gate)
        {
            _again = _busy;
            if (_disposed || _busy) return;
            _busy = true;
            _lastDrawn = _time.GetTimestamp();
        }

        lock (_drawing) Draw();
        lock (_gate)
        {
            _busy = false;
            if (!_disposed) _timer.Change(_again ? Spacing : _trouble is null && Parts() > 1 ? Reading / 5 : Renewal, Timeout.InfiniteTimeSpan);
        }
    }

    private void Draw()
    {
        if (_follower.Now is not { } now) return;
        var view = ViewOf(now);
        if (!view.Equals(_view))
        {
            if (_view?.Word != view.Word || !_view.Texts.SequenceEqual(view.Texts)) _viewSince = _time.GetTimestamp();
            _view = view;
        }

        var anew = _trouble is not null || _time.GetElapsedTime(_lastRenewed) >= Renewal;
        var frame = DisplayLayout.Draw(view, _display.Size, (int)(_time.GetElapsedTime(_viewSince) / Reading));
        if (!anew && _shown is not null && _shown.ShowsSameAs(frame)) return;
        if (anew) _lastRenewed = _time.GetTimestamp();
        Send(frame, anew);
    }

    private DisplayView ViewOf(PanelMoment now)
    {
        var top = _notices.Top;
        var age = _time.GetElapsedTime(now.Entry.Since);
        if (top is null || !DisplayContent.NoticeWins(now.Entry.Row.State, age, top.Notice, top.Since > now.Entry.Since))
            return DisplayContent.Of(now.Entry.Row, now.Snapshot, now.Entry.Row.State is PanelState.Busy or PanelState.Starting ? IdleFacts.None : _idle());
        _notices.Seen(top);
        return DisplayContent.Of(top.Notice);
    }

    private int Parts() => _view is { } view ? DisplayLayout.Parts(view, _display.Size) : 1;

    private void Send(PanelFrame frame, bool anew)
    {
        try
        {
            _display.Show(frame, anew);
            _shown = frame;
            Tell(null);
        }
        catch (PanelDisplayException gone)
        {
            Tell(gone.Message);
        }
    }

    private void Tell(string? trouble)
    {
        if (_trouble == trouble) return;
        Volatile.Write(ref _trouble, trouble);
        TroubleChanged?.Invoke(trouble);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
