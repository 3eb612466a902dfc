// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>The record index in a LiteDB file, opened directly by one process; one thread writes at a time.</summary>
public sealed class LiteDbRecordIndex : IRecordIndex
{
    private const string Rows = "records";
    private const string Positions = "position";

    private readonly ReaderWriterLockSlim open = new();
    private readonly Lock writing = new();
    private readonly LiteDbFile file;
    private volatile Position position;
    private long highest;
    private bool complete;
    private volatile bool damaged;
    private bool closed;

    private LiteDbRecordIndex(LiteDbFile file, Position position)
    {
        (this.file, this.position) = (file, position);
        highest = file.Database.GetCollection(Rows).Query().OrderByDescending("_id").Limit(1).ToDocuments().FirstOrDefault()?["_id"].AsInt64 ?? 0;
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
            _ = file.Database.GetCollection(LiteDbSums.Rollups).EnsureIndex("quarter");
            _ = file.Database.GetCollection(LiteDbSums.Times).EnsureIndex("day");

            return new LiteDbRecordIndex(file, ReadPosition(file.Database));
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
    public void Apply(IReadOnlyList<RecordRow> rows, long lastSequence, string lastHash) => Write(new Position(lastSequence, lastHash), records =>
    {
        var changes = new RollupChanges();
        foreach (var row in rows)
        {
            // A higher sequence than any is new, and needs no look at what it replaces.
            if (row.Sequence > highest)
            {
                _ = records.Insert(LiteDbRows.Write(row));
            }
            else
            {
                if (records.FindById(row.Sequence) is { } before)
                {
                    changes.Remove(LiteDbRows.Read(before));
                }

                _ = records.Upsert(LiteDbRows.Write(row));
            }

            changes.Add(row);
        }

        LiteDbSums.Apply(file.Database, changes);
    }, Math.Max(highest, rows.Select(row => row?.Sequence ?? 0).DefaultIfEmpty().Max()));

    /// <inheritdoc/>
    public void Clear() => Write(new Position(0, string.Empty), records =>
    {
        _ = records.DeleteAll();
        _ = file.Database.GetCollection(LiteDbSums.Rollups).DeleteAll();
        _ = file.Database.GetCollection(LiteDbSums.Times).DeleteAll();
        foreach (var field in LiteDbRows.Indexed)
        {
            _ = records.DropIndex(field);
        }

        complete = false;
    }, 0);

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
                var records = file.Database.GetCollection(Rows);
                foreach (var field in LiteDbRows.Indexed)
                {
                    if (records.EnsureIndex(field))
                    {
                        file.Sync();
                    }
                }

                complete = true;
                return 0;
            });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int skip, int take) => Use<IReadOnlyList<RecordRow>>(() =>
        [.. Select(filter).OrderByDescending("_id").Skip(skip).Limit(take).ToEnumerable().Select(LiteDbRows.Read)]);

    /// <inheritdoc/>
    public long Count(RecordFilter filter) => Use(() => Select(filter).LongCount());

    /// <inheritdoc/>
    public IReadOnlyList<RecordRollup> Rollups(RollupQuery query) => Use(() => LiteDbSums.Ask(file.Database, query));

    /// <inheritdoc/>
    public CycleTimes CycleTimes(CycleTimeQuery query) => Use(() => LiteDbSums.Ask(file.Database, query));

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

    private ILiteQueryable<BsonDocument> Select(RecordFilter filter) =>
        LiteDbRows.Where(filter).Aggregate(file.Database.GetCollection(Rows).Query(), (query, term) => query.Where(term));

    /// <summary>LiteDB binds a transaction to its thread; nothing here may await between its two ends.</summary>
    private void Write(Position next, Action<ILiteCollection<BsonDocument>> change, long top)
    {
        lock (writing)
        {
            _ = Use(() =>
            {
                _ = file.Database.BeginTrans();
                try
                {
                    change(file.Database.GetCollection(Rows));
                    _ = file.Database.GetCollection(Positions).Upsert(
                        new BsonDocument { ["_id"] = 1, ["sequence"] = next.Sequence, ["hash"] = next.Hash });
                    Demand(file.Database.Commit(), "LiteDB lost the transaction.");
                }
                catch
                {
                    _ = file.Database.Rollback();
                    throw;
                }

                file.Sync();
                (position, highest) = (next, top);
                return 0;
            });
        }
    }

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
