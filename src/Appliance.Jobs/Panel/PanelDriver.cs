// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Running;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel;

/// <summary>
/// Joins a station and a panel: plays the station's state by <see cref="PanelTable"/>, and makes a press of the settled PROG button a press
/// of the station. Life cycle: create → <see cref="Start"/> → dispose (all lamps off).
/// </summary>
public sealed class PanelDriver : IDisposable
{
    /// <summary>How long PROG must be stable: cheap switches bounce for up to 10 ms, worn ones longer; people do not feel 30 ms.</summary>
    public static readonly TimeSpan DefaultSettling = TimeSpan.FromMilliseconds(30);

    private readonly IStation _station;
    private readonly PanelFollower _follower;
    private readonly PanelLamps _lamps;
    private readonly ProgButton _button;
    private PanelEntry? _entry;
    private long _leftBusy = long.MinValue;

    /// <summary>Creates the driver; nothing is lit before <see cref="Start"/>.</summary>
    /// <param name="station">What to show and to press.</param>
    /// <param name="lines">The panel, or a <see cref="DisabledPanel"/>.</param>
    /// <param name="time">Appliance time.</param>
    /// <param name="settling">How long PROG must be stable; null for <see cref="DefaultSettling"/>.</param>
    public PanelDriver(IStation station, IPanelLines lines, TimeProvider time, TimeSpan? settling = null)
    {
        _station = station;
        _follower = new PanelFollower(station, time, Show);
        _lamps = new PanelLamps(lines, time, Report);
        _button = new ProgButton(lines, time, settling ?? DefaultSettling, OnPressed, Report);
    }

    /// <summary>Raised on any thread when a line could not be switched or read; handlers must return quickly. The driver goes on and tries again.</summary>
    public event Action<PanelLinesException>? Faulted;

    /// <summary>Shows the station's state and listens to the button.</summary>
    public void Start()
    {
        _follower.Start();
        _button.Start();
    }

    /// <summary>How often PROG was looked at: at least every 100 ms. Returns once no lamp is being switched, so it hangs where a line hangs.</summary>
    public long Progress()
    {
        _lamps.AwaitSwitching();
        return _button.Looks;
    }

    /// <summary>Stops listening and switches everything off.</summary>
    public void Dispose()
    {
        _follower.Dispose();
        _button.Dispose();
        _lamps.Dispose();
    }

    private void Show(PanelMoment now)
    {
        var before = _entry;
        if (ReferenceEquals(now.Entry, before))
            return;
        if (before?.Row.State == PanelState.Busy)
            Volatile.Write(ref _leftBusy, now.Entry.Since);
        Volatile.Write(ref _entry, now.Entry);
        _lamps.Show(now.Entry);
    }

    /// <summary>A press that began while a job ran does nothing, even when the job ended before the button had settled.</summary>
    private void OnPressed(long firstEdge)
    {
        if (Volatile.Read(ref _entry)?.Row.State != PanelState.Busy && firstEdge > Volatile.Read(ref _leftBusy))
            _station.Press(PressSource.Button);
    }

    private void Report(PanelLinesException fault) => Faulted?.Invoke(fault);
}
