// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Files;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>
/// Reads records from the journal itself, checking the chain on the way. Needs no index and no lock: the journal may be written meanwhile.
/// </summary>
public sealed class RecordReader(IDurableFolder folder)
{
    /// <summary>All records in the order they ended; those still open come last.</summary>
    /// <exception cref="RecordException">The chain is broken; everything before the break has been returned.</exception>
    public IEnumerable<JobRecord> All() => Read(JournalStart.Of(folder).Position, null);

    /// <summary>One record, or null when there is none of this id.</summary>
    /// <param name="id">Its full id, see <see cref="RecordId.Parse"/>.</param>
    /// <exception cref="RecordException">The chain is broken before the record's end.</exception>
    public JobRecord? Find(string id) => Read(JournalStart.Of(folder).Position, id).FirstOrDefault();

    /// <summary>One record whose place is known, without reading the journal before it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="location">Its place: <see cref="RecordRow.Location"/>.</param>
    /// <returns>The record, or null when it does not begin there.</returns>
    /// <exception cref="RecordException">The chain is broken before the record's end.</exception>
    public JobRecord? FindAt(string id, string location)
    {
        var parts = location.Split(':');
        return parts.Length == 2 && TryNumber(parts[0], out var segment) && TryNumber(parts[1], out var offset)
            && segment >= JournalStart.Of(folder).Segment
            ? Read(new ChainPosition((int)segment, offset, 0, 0, null), id).FirstOrDefault()
            : null;
    }

    /// <summary>What an index would answer, newest first; reads the whole journal.</summary>
    /// <exception cref="RecordException">The chain is broken.</exception>
    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int skip, int take)
    {
        return [.. Rows(JournalStart.Of(folder).Position).Where(r => RecordRows.Matches(r, filter)).OrderByDescending(r => r.Sequence).Skip(skip).Take(take)];
    }

    /// <summary>Rows that match, in the order their records ended, those still open last: for as many as there are, one at a time.</summary>
    /// <exception cref="RecordException">The chain is broken; everything before the break has been returned.</exception>
    public IEnumerable<RecordRow> Matching(RecordFilter filter)
    {
        var open = new Dictionary<string, RecordRow>(StringComparer.Ordinal);
        var fold = new RowFold();
        using var scanner = new JournalScanner(folder, JournalStart.Of(folder).Position);
        while (scanner.Next() is { } line)
        {
            if (fold.Next(open.GetValueOrDefault(line.Record), line) is not { } row)
            {
                continue;
            }

            if (line.Event is not (JournalEvent.JobFinished or JournalEvent.JobInterrupted))
            {
                open[row.Id] = row;
                continue;
            }

            _ = open.Remove(row.Id);
            if (RecordRows.Matches(row, filter))
            {
                yield return row;
            }
        }

        foreach (var row in open.Values.Where(row => RecordRows.Matches(row, filter)))
        {
            yield return row;
        }

        Refuse(scanner.Break);
    }

    private Dictionary<string, RecordRow>.ValueCollection Rows(ChainPosition from)
    {
        var rows = new Dictionary<string, RecordRow>(StringComparer.Ordinal);
        var fold = new RowFold();
        using var scanner = new JournalScanner(folder, from);
        while (scanner.Next() is { } line)
        {
            if (fold.Next(rows.GetValueOrDefault(line.Record), line) is { } row)
            {
                rows[row.Id] = row;
            }
        }

        Refuse(scanner.Break);
        return rows.Values;
    }

    /// <summary>The newest rows, from the newest segments alone: what a page shows while there is no index.</summary>
    /// <exception cref="RecordException">The chain is broken.</exception>
    public IReadOnlyList<RecordRow> Newest(int take) => [.. Tail(rows => rows.Count >= take).Take(take)];

    /// <summary>Rows that began at or after a moment, newest first, from the newest segments alone: those of a segment that begins before it, and later.</summary>
    /// <exception cref="RecordException">The chain is broken.</exception>
    public IReadOnlyList<RecordRow> Since(DateTimeOffset from) =>
        [.. Tail(rows => rows.Any(row => row.StartedUtc < from)).Where(row => row.StartedUtc >= from)];

    private IEnumerable<RecordRow> Tail(Predicate<IReadOnlyCollection<RecordRow>> enough)
    {
        IReadOnlyCollection<RecordRow> found = [];
        foreach (var segment in JournalSegments.List(folder).Reverse())
        {
            found = Rows(new ChainPosition(segment, 0, 0, 0, null));
            if (enough(found))
            {
                break;
            }
        }

        return found.OrderByDescending(r => r.Sequence);
    }

    private IEnumerable<JobRecord> Read(ChainPosition from, string? only)
    {
        var open = new Dictionary<string, JobRecordBuilder>(StringComparer.Ordinal);
        using var scanner = new JournalScanner(folder, from);
        while (scanner.Next() is { } line)
        {
            if (Take(open, line, only) is { Ended: true } ended)
            {
                _ = open.Remove(ended.Id);
                yield return ended.Build();
            }
        }

        foreach (var running in open.Values)
        {
            yield return running.Build();
        }

        Refuse(scanner.Break);
    }

    private static JobRecordBuilder? Take(Dictionary<string, JobRecordBuilder> open, JournalLine line, string? only)
    {
        if (only is not null && line.Record != only)
        {
            return null;
        }

        if (line.Event == JournalEvent.JobStarted)
        {
            return open[line.Record] = new JobRecordBuilder(line);
        }

        var builder = open.GetValueOrDefault(line.Record);
        builder?.Add(line);
        return builder;
    }

    private static bool TryNumber(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= int.MaxValue;

    private static void Refuse(JournalBreak? found)
    {
        if (found is not null)
        {
            throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {found}.", found);
        }
    }
}
