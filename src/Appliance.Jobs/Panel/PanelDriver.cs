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
    private readonly TimeProvider _time;
    private readonly PanelLamps _lamps;
    private readonly ProgButton _button;
    private int _unseen;
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
        _time = time;
        _lamps = new PanelLamps(lines, time, Report);
        _button = new ProgButton(lines, time, settling ?? DefaultSettling, OnPressed, Report);
    }

    /// <summary>Raised on any thread when a line could not be switched or read; handlers must return quickly. The driver goes on and tries again.</summary>
    public event Action<PanelLinesException>? Faulted;

    /// <summary>Shows the station's state and listens to the button.</summary>
    public void Start()
    {
        _station.Changed += OnChanged;
        OnChanged(_station.Snapshot);
        _button.Start();
    }

    /// <summary>Stops listening and switches everything off.</summary>
    public void Dispose()
    {
        _station.Changed -= OnChanged;
        _button.Dispose();
        _lamps.Dispose();
    }

    /// <summary>
    /// Changes may come from several threads at once and out of order, so the one that finds nobody at work shows what the station says
    /// now, until there is nothing new. No lock is held while the station is asked.
    /// </summary>
    private void OnChanged(StationSnapshot changed)
    {
        if (Interlocked.Increment(ref _unseen) != 1)
            return;
        try
        {
            int seen;
            do
            {
                seen = Volatile.Read(ref _unseen);
                Show(_station.Snapshot);
            }
            while (Interlocked.Add(ref _unseen, -seen) != 0);
        }
        catch
        {
            Interlocked.Exchange(ref _unseen, 0);
            throw;
        }
    }

    private void Show(StationSnapshot snapshot)
    {
        var before = _entry;
        var entry = before?.Follow(snapshot, _time) ?? PanelEntry.First(snapshot, _time);
        if (ReferenceEquals(entry, before))
            return;
        if (before?.Row.State == PanelState.Busy)
            Volatile.Write(ref _leftBusy, entry.Since);
        Volatile.Write(ref _entry, entry);
        _lamps.Show(entry);
    }

    /// <summary>A press that began while a job ran does nothing, even when the job ended before the button had settled.</summary>
    private void OnPressed(long firstEdge)
    {
        if (Volatile.Read(ref _entry)?.Row.State != PanelState.Busy && firstEdge > Volatile.Read(ref _leftBusy))
            _station.Press(PressSource.Button);
    }

    private void Report(PanelLinesException fault) => Faulted?.Invoke(fault);
}
