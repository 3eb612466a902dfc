// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>Rows changed since the last time the index was told.</summary>
internal sealed class IndexBatch(IRecordIndex index)
{
    private readonly Dictionary<string, RecordRow> changed = new(StringComparer.Ordinal);

    private readonly RowFold fold = new();

    /// <summary>Rows of jobs still open, so that their next line needs no query.</summary>
    private readonly Dictionary<string, RecordRow> open = new(StringComparer.Ordinal);

    private bool moved;

    /// <summary>Rows the index has not been told of.</summary>
    public int Rows => changed.Count;

    public void Add(JournalLine line)
    {
        moved = true;
        if (!RowFold.Knows(line.Event) || fold.Next(Before(line), line) is not { } row)
        {
            return;
        }

        changed[row.Id] = row;
        if (line.Event is JournalEvent.JobFinished or JournalEvent.JobInterrupted)
        {
            _ = open.Remove(row.Id);
        }
        else
        {
            open[row.Id] = row;
        }
    }

    /// <summary>Tells the index, when there is anything to tell, and returns the position told.</summary>
    public ChainPosition Apply(ChainPosition position)
    {
        if (moved)
        {
            index.Apply([.. changed.Values], position.Sequence, position.Hash ?? string.Empty);
            changed.Clear();
            moved = false;
        }

        return position;
    }

    private RecordRow? Before(JournalLine line)
    {
        if (line.Event == JournalEvent.JobStarted)
        {
            return null;
        }

        return open.GetValueOrDefault(line.Record) ?? index.Query(new RecordFilter(Id: line.Record), 0, 1).FirstOrDefault();
    }
}
