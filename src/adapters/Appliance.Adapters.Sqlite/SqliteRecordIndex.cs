// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>The record index in an SQLite file: write-ahead log, one connection that writes, one that reads.</summary>
public sealed class SqliteRecordIndex : IRecordIndex
{
    private readonly Lock writing = new();
    private readonly Lock reading = new();
    private readonly SqliteWriter writer;
    private readonly SqliteConnection reader;
    private volatile Position position;
    private bool closed;

    private SqliteRecordIndex(SqliteWriter writer, SqliteConnection reader, Position position)
    {
        (this.writer, this.reader, this.position) = (writer, reader, position);
    }

    /// <inheritdoc/>
    public string Engine => "sqlite";

    /// <inheritdoc/>
    public long LastSequence => position.Sequence;

    /// <inheritdoc/>
    public string LastHash => position.Hash;

    /// <summary>Opens an index, creating it when missing.</summary>
    /// <exception cref="RecordIndexException">The file is damaged, is none of ours, is of another version, or SQLite is not installed.</exception>
    public static SqliteRecordIndex Open(string path) => Tell(() =>
    {
        SqliteNative.Use();
        var writer = Connect(path);
        try
        {
            Prepare(writer, path);
            return new SqliteRecordIndex(new SqliteWriter(writer), Connect(path), ReadPosition(writer));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    });

    /// <summary>Removes an index that is not open, damaged or not.</summary>
    public static void Discard(string path)
    {
        foreach (var suffix in new[] { "-shm", "-wal", string.Empty })
        {
            File.Delete(path + suffix);
        }
    }

    /// <inheritdoc/>
    public void Apply(IReadOnlyList<RecordRow> rows, long lastSequence, string lastHash) => Write(() =>
    {
        writer.Apply(rows, lastSequence, lastHash);
        position = new Position(lastSequence, lastHash);
    });

    /// <inheritdoc/>
    public void Clear() => Write(() =>
    {
        writer.Clear();
        position = new Position(0, string.Empty);
    });

    /// <inheritdoc/>
    public void Complete() => Write(writer.Complete);

    /// <inheritdoc/>
    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int skip, int take) => Read(() =>
    {
        var where = Where(filter);
        using var rows = new SqliteStatement(reader, $"SELECT {SqliteSchema.Columns} FROM records{where} ORDER BY sequence DESC LIMIT ? OFFSET ?");
        where.Give(rows);
        _ = rows.With(take).With(skip);
        var found = new List<RecordRow>();
        while (rows.Next())
        {
            found.Add(SqliteRows.Read(rows));
        }

        return (IReadOnlyList<RecordRow>)found;
    });

    /// <inheritdoc/>
    public long Count(RecordFilter filter) => Read(() =>
    {
        if (SqliteSums.Count(reader, filter) is { } known)
        {
            return known;
        }

        var where = Where(filter);
        using var counted = new SqliteStatement(reader, "SELECT count(*) FROM records" + where);
        where.Give(counted);
        return counted.Next() ? counted.Number(0) : 0;
    });

    /// <inheritdoc/>
    public IReadOnlyList<RecordRollup> Rollups(RollupQuery query) => Read(() => SqliteSums.Rollups(reader, query));

    /// <inheritdoc/>
    public CycleTimes CycleTimes(CycleTimeQuery query) => Read(() => SqliteSums.CycleTimes(reader, query));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (writing)
        {
            lock (reading)
            {
                closed = true;
                reader.Dispose();
                writer.Dispose();
            }
        }
    }

    private static SqliteConnection Connect(string path)
    {
        // Pooling would keep the file open, and locked, after Dispose.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        SqliteSchema.Run(connection, "PRAGMA cache_size = -16000; PRAGMA busy_timeout = 30000;");
        return connection;
    }

    private static void Prepare(SqliteConnection writer, string path)
    {
        // NORMAL: a power cut may cost the last commits but damages nothing (SQLite, "PRAGMA synchronous"). The journal gives them back, and the
        // card is spared a flush for each record.
        SqliteSchema.Run(writer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        var version = (long)SqliteSchema.Scalar(writer, "PRAGMA user_version")!;
        if (version == 0)
        {
            SqliteSchema.Run(writer, "BEGIN IMMEDIATE;" + SqliteSchema.Create + "COMMIT;");
        }
        else if (version != SqliteSchema.Version)
        {
            throw new RecordIndexException(FormattableString.Invariant($"{path} has version {version}, expected {SqliteSchema.Version}"));
        }
    }

    private static Position ReadPosition(SqliteConnection writer)
    {
        using var command = writer.CreateCommand();
        command.CommandText = "SELECT sequence, hash FROM position";
        using var rows = command.ExecuteReader();
        return rows.Read() ? new Position(rows.GetInt64(0), rows.GetString(1)) : throw new RecordIndexException("The index has no position.");
    }

    private SqliteWhere Where(RecordFilter filter)
    {
        var where = SqliteRows.Where(filter);
        if (SqliteSums.Narrow(reader, filter) is { } range)
        {
            where.Number("sequence >= ?", range.First);
            where.Number("sequence <= ?", range.Last);
        }

        return where;
    }

    private void Write(Action action)
    {
        lock (writing)
        {
            _ = Tell(() =>
            {
                Demand();
                action();
                return 0;
            });
        }
    }

    private T Read<T>(Func<T> query)
    {
        lock (reading)
        {
            return Tell(() =>
            {
                Demand();
                return query();
            });
        }
    }

    private void Demand()
    {
        if (closed)
        {
            throw new RecordIndexException("The index is closed.");
        }
    }

    private static T Tell<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or ArgumentOutOfRangeException or IOException or DllNotFoundException or TypeInitializationException)
        {
            throw new RecordIndexException("SQLite: " + e.Message, e);
        }
    }

    private sealed record Position(long Sequence, string Hash);
}
