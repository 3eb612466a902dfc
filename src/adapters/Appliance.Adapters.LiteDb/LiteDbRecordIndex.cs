// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>The record index in a LiteDB file, opened directly by one process; one thread writes at a time.</summary>
public sealed class LiteDbRecordIndex : IRecordIndex
{
    private const string Positions = "position";

    private readonly ReaderWriterLockSlim open = new();

    /// <summary>Who reads holds it for reading; the end of a change, and what is in memory of the file, is written under it.</summary>
    private readonly ReaderWriterLockSlim rounds = new();
    private readonly Lock writing = new();
    private readonly LiteDbFile file;
    private readonly LiteDbKinds kinds;
    private readonly LiteDbDays days;
    private readonly LiteDbPartitions partitions;
    private volatile Position position;
    private bool complete;
    private volatile bool damaged;
    private bool closed;

    private LiteDbRecordIndex(LiteDbFile file, Position position)
    {
        (this.file, this.position) = (file, position);
        kinds = new LiteDbKinds(file.Database);
        days = new LiteDbDays(file.Database, kinds);
        partitions = new LiteDbPartitions(file.Database);
    }

    /// <inheritdoc/>
    public string Engine => "litedb";

    /// <inheritdoc/>
    public long LastSequence => position.Sequence;

    /// <inheritdoc/>
    public string LastHash => position.Hash;

    /// <summary>Opens an index, creating it when missing.</summary>
    /// <exception cref="RecordIndexException">The file is damaged, is none of ours, or is of another version.</exception>
    public static LiteDbRecordIndex Open(string path) => Tell(() =>
    {
        var file = LiteDbFile.Open(path);
        try
        {
            return new LiteDbRecordIndex(file, ReadPosition(file.Database)).Begun();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Removes an index that is not open, damaged or not.</summary>
    /// <exception cref="RecordIndexException">It is open.</exception>
    public static void Discard(string path) => Tell(() =>
    {
        LiteDbFile.Discard(path);
        return 0;
    });

    /// <inheritdoc/>
    public void Apply(IReadOnlyList<RecordRow> rows, long lastSequence, string lastHash)
    {
        lock (writing)
        {
            _ = Use(() =>
            {
                foreach (var number in rows.Select(row => LiteDbPartitions.Of(row.Sequence)).Distinct())
                {
                    BeginPartition(number);
                }

                Change(new Position(lastSequence, lastHash), () => Put(rows));
                file.Sync();
                return 0;
            });
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (writing)
        {
            _ = Use(() =>
            {
                complete = false;
                Change(new Position(0, string.Empty), () =>
                {
                    kinds.Clear();
                    days.Clear();
                });
                Still(partitions.Clear);
                file.Sync();
                return 0;
            });
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        lock (writing)
        {
            if (complete)
            {
                return;
            }

            _ = Use(() =>
            {
                partitions.FinishAll(file.Sync);
                complete = true;
                return 0;
            });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int skip, int take) => Read(() => (IReadOnlyList<RecordRow>)[.. Find(filter).Skip(skip).Take(take)]);

    /// <inheritdoc/>
    public long Count(RecordFilter filter) => Read(() =>
    {
        var asks = filter.Id ?? filter.UniqueId ?? filter.Serial;
        if (asks is not null || filter.Before is not null || !Edge(filter.From) || !Edge(filter.Until))
        {
            return Find(filter).LongCount();
        }

        var wanted = Kinds(filter);
        return filter.From is null && filter.Until is null
            ? wanted.Sum(kind => kind.Count)
            : days.Count(wanted.Select(kind => kind.Number).ToHashSet(), filter.From, filter.Until);
    });

    /// <inheritdoc/>
    public IReadOnlyList<RecordRollup> Rollups(RollupQuery query) => Read(() => days.Ask(query));

    /// <inheritdoc/>
    public CycleTimes CycleTimes(CycleTimeQuery query) => Read(() => days.Ask(query));

    /// <inheritdoc/>
    public void Dispose()
    {
        open.EnterWriteLock();
        try
        {
            if (!closed)
            {
                closed = true;
                CloseFile();
            }
        }
        finally
        {
            open.ExitWriteLock();
        }
    }

    private void CloseFile()
    {
        if (damaged)
        {
            file.Dispose();
        }
        else
        {
            file.Close();
        }
    }

    private static Position ReadPosition(LiteDatabase database)
    {
        var found = database.GetCollection(Positions).FindById(1);
        return found is null ? new Position(0, string.Empty) : new Position(found["sequence"].AsInt64, found["hash"].AsString);
    }

    private static bool Edge(DateTimeOffset? time) => time is not { } at || RollupKey.IsEdge(at);

    /// <summary>An index that was being emptied when the power went is emptied again.</summary>
    private LiteDbRecordIndex Begun()
    {
        if (position.Sequence == 0)
        {
            partitions.Clear();
            kinds.Clear();
            days.Clear();
        }

        return this;
    }

    private List<LiteDbKind> Kinds(RecordFilter filter) => [.. kinds.All.Where(kind => kind.Is(filter.Project, filter.Simulated, filter.Verdict, filter.Cause))];

    /// <summary>Rows that match, newest first, by what narrows them most.</summary>
    private IEnumerable<RecordRow> Find(RecordFilter filter)
    {
        var (first, last) = days.Narrow(filter.From, filter.Until);
        last = Math.Min(last, (filter.Before ?? long.MaxValue) - 1);
        var wanted = Kinds(filter);
        var found = (filter.Id, filter.UniqueId, filter.Serial) switch
        {
            ({ } id, _, _) => partitions.Newest(first, last, LiteDbRows.Id, id),
            (_, { Length: > 0 } unique, _) => partitions.Newest(first, last, LiteDbRows.UniqueId, unique),
            (_, _, { Length: > 0 } serial) => partitions.Newest(first, last, LiteDbRows.Serial, serial),
            _ when !complete || wanted.Count == kinds.All.Count => partitions.Newest(first, last),
            _ => partitions.Newest(first, last, wanted),
        };
        return found.Select(row => LiteDbRows.Read(row, kinds)).Where(row => LiteDbRows.Matches(row, filter));
    }

    /// <summary>A new collection of rows has its indexes from the beginning, unless many rows come at once; then the one before gets them now.</summary>
    private void BeginPartition(long number)
    {
        if (partitions.Highest < 0 || number > LiteDbPartitions.Of(partitions.Highest))
        {
            if (!complete && partitions.Highest >= 0)
            {
                partitions.Finish(LiteDbPartitions.Of(partitions.Highest));
                file.Sync();
            }

            Still(() => partitions.Begin(number, complete));
        }
    }

    private void Put(IReadOnlyList<RecordRow> changed)
    {
        var changes = new RollupChanges();
        foreach (var row in changed)
        {
            if (row.Sequence <= partitions.Highest && partitions.Find(row.Sequence) is { } before)
            {
                changes.Remove(LiteDbRows.Read(before, kinds));
            }

            changes.Add(row);
        }

        partitions.Put(changed.Select(row => LiteDbRows.Write(row, kinds.Of(row))));
        days.Apply(changes);
    }

    /// <summary>All of it or nothing. LiteDB binds a transaction to its thread; nothing here may await between its two ends.</summary>
    private void Change(Position next, Action change) => Still(() =>
    {
        _ = file.Database.BeginTrans();
        try
        {
            change();
            _ = file.Database.GetCollection(Positions).Upsert(new BsonDocument { ["_id"] = 1, ["sequence"] = next.Sequence, ["hash"] = next.Hash });
            Demand(file.Database.Commit(), "LiteDB lost the transaction.");
            position = next;
        }
        catch
        {
            _ = file.Database.Rollback();
            kinds.Reload();
            days.Reload();
            partitions.Reload();
            throw;
        }
    });

    /// <summary>While nobody reads.</summary>
    private void Still(Action change)
    {
        rounds.EnterWriteLock();
        try
        {
            change();
        }
        finally
        {
            rounds.ExitWriteLock();
        }
    }

    private T Read<T>(Func<T> query) => Use(() =>
    {
        rounds.EnterReadLock();
        try
        {
            return query();
        }
        finally
        {
            rounds.ExitReadLock();
        }
    });

    private T Use<T>(Func<T> action)
    {
        open.EnterReadLock();
        try
        {
            Demand(!closed, "The index is closed.");
            return Tell(action);
        }
        catch (RecordIndexException)
        {
            damaged = true;
            throw;
        }
        finally
        {
            open.ExitReadLock();
        }
    }

    private static void Demand(bool condition, string message)
    {
        if (!condition)
        {
            throw new RecordIndexException(message);
        }
    }

    /// <summary>A damaged page shows itself in LiteDB as any kind of exception.</summary>
    private static T Tell<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not (RecordIndexException or OutOfMemoryException))
        {
            throw new RecordIndexException("LiteDB: " + e.Message, e);
        }
    }

    private sealed record Position(long Sequence, string Hash);
}
