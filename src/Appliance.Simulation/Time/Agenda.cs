// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Time;

/// <summary>
/// What will happen inside one chip, in order of time. Nothing runs by itself: <see cref="Settle"/> catches up with target time,
/// and each entry sees as <see cref="Now"/> the moment it was due, so results do not depend on how often somebody looks.
/// </summary>
internal sealed class Agenda(VirtualTime time)
{
    private readonly List<AgendaEntry> _entries = [];
    private long _next = AgendaEntry.Never;
    private long _running = -1;
    private bool _working;

    /// <summary>Picoseconds: the moment an entry was due while it runs, the moment a core has reached while it works, target time otherwise.</summary>
    public long Now => _working ? Worker!.Now : _running >= 0 ? _running : time.Now;

    /// <summary>What works between the entries: a core that executes code. Null for nothing.</summary>
    public IAgendaWorker? Worker { get; set; }

    /// <summary>Up to where the worker may go: the next entry, and never past target time.</summary>
    public long Horizon => Math.Min(_next, time.Now);

    /// <summary>Adds an entry that is not due. Entries due at the same moment run in the order they were added.</summary>
    public AgendaEntry Add(Action action)
    {
        var entry = new AgendaEntry(this, action);
        _entries.Add(entry);
        return entry;
    }

    /// <summary>Runs all that is due by now. A worker is left behind as long as nothing else is due: nobody can see it.</summary>
    public void Settle()
    {
        if (time.Now >= _next)
            CatchUp();
    }

    /// <summary>Runs all that is due by now, and brings the worker up to now: for somebody who looks inside.</summary>
    public void CatchUp()
    {
        if (_running >= 0 || _working)
            return;
        while (true)
        {
            Work();
            if (_next > time.Now)
                return;
            RunNext();
        }
    }

    /// <summary>Finds the next moment at which something is due.</summary>
    public void Rearrange()
    {
        var next = AgendaEntry.Never;
        foreach (var entry in _entries)
            next = Math.Min(next, entry.At);
        _next = next;
    }

    private void Work()
    {
        if (Worker is not { Works: true } worker)
            return;
        _working = true;
        try
        {
            while (worker.Works && worker.Now < Horizon)
                worker.Work();
        }
        finally
        {
            _working = false;
        }
    }

    private void RunNext()
    {
        foreach (var entry in _entries)
        {
            if (entry.At != _next)
                continue;
            _running = _next;
            try
            {
                entry.Run();
            }
            finally
            {
                _running = -1;
            }

            return;
        }
    }
}

/// <summary>Something that goes on all the time, in time of its own that follows target time.</summary>
internal interface IAgendaWorker
{
    /// <summary>Whether it has anything to do.</summary>
    bool Works { get; }

    /// <summary>Picoseconds: how far it has come.</summary>
    long Now { get; }

    /// <summary>Goes on to <see cref="Agenda.Horizon"/> or less far, but on.</summary>
    void Work();
}

/// <summary>One thing that may be due.</summary>
internal sealed class AgendaEntry(Agenda agenda, Action action)
{
    /// <summary>Not due at all.</summary>
    public const long Never = long.MaxValue;

    private long _at = Never;

    /// <summary>When it is due, in picoseconds of target time.</summary>
    public long At
    {
        get => _at;
        set
        {
            _at = value;
            agenda.Rearrange();
        }
    }

    /// <summary>Runs it once; it is not due any more unless it sets <see cref="At"/> again.</summary>
    public void Run()
    {
        At = Never;
        action();
    }
}
