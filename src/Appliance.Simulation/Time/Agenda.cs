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

    /// <summary>Picoseconds: the moment an entry was due while it runs, target time otherwise.</summary>
    public long Now => _running >= 0 ? _running : time.Now;

    /// <summary>Adds an entry that is not due. Entries due at the same moment run in the order they were added.</summary>
    public AgendaEntry Add(Action action)
    {
        var entry = new AgendaEntry(this, action);
        _entries.Add(entry);
        return entry;
    }

    /// <summary>Runs all that is due by now.</summary>
    public void Settle()
    {
        if (time.Now < _next || _running >= 0)
            return;
        while (_next <= time.Now)
            RunNext();
    }

    /// <summary>Finds the next moment at which something is due.</summary>
    public void Rearrange()
    {
        var next = AgendaEntry.Never;
        foreach (var entry in _entries)
            next = Math.Min(next, entry.At);
        _next = next;
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
