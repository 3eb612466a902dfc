// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Panel;

/// <summary>What a station says now, and since when it is in that state.</summary>
/// <param name="Snapshot">What there is to show.</param>
/// <param name="Entry">The moment its state was entered.</param>
public sealed record PanelMoment(StationSnapshot Snapshot, PanelEntry Entry);

/// <summary>
/// Follows a station. Its changes may come from several threads at once and out of order; a follower tells them one after another and always
/// ends with what the station says now, so that nothing old, least of all green, stays lit. Life cycle: create → <see cref="Start"/> →
/// dispose.
/// </summary>
public sealed class PanelFollower : IDisposable
{
    private readonly IStation _station;
    private readonly TimeProvider _time;
    private readonly Action<PanelMoment> _changed;
    private PanelMoment? _now;
    private int _unseen;

    /// <summary>Creates the follower; it hears nothing before <see cref="Start"/>.</summary>
    /// <param name="station">Whom to follow.</param>
    /// <param name="time">Appliance time.</param>
    /// <param name="changed">Told each moment, on any thread but one at a time; must return quickly.</param>
    public PanelFollower(IStation station, TimeProvider time, Action<PanelMoment> changed)
    {
        _station = station;
        _time = time;
        _changed = changed;
    }

    /// <summary>The last moment told; null before <see cref="Start"/>.</summary>
    public PanelMoment? Now => Volatile.Read(ref _now);

    /// <summary>Tells the station's state and follows it from there.</summary>
    public void Start()
    {
        _station.Changed += OnChanged;
        OnChanged(_station.Snapshot);
    }

    /// <summary>Stops following.</summary>
    public void Dispose() => _station.Changed -= OnChanged;

    /// <summary>Who finds nobody at work tells until there is nothing new. No lock is held while the station is asked.</summary>
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
                Tell(_station.Snapshot);
            }
            while (Interlocked.Add(ref _unseen, -seen) != 0);
        }
        catch
        {
            Interlocked.Exchange(ref _unseen, 0);
            throw;
        }
    }

    private void Tell(StationSnapshot snapshot)
    {
        var entry = _now?.Entry.Follow(snapshot, _time) ?? PanelEntry.First(snapshot, _time);
        var moment = new PanelMoment(snapshot, entry);
        Volatile.Write(ref _now, moment);
        _changed(moment);
    }
}
