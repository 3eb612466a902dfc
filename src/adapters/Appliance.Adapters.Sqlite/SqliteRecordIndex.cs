// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>The record index in an SQLite file: write-ahead log, one connection that writes, one that reads.</summary>
public sealed class SqliteRecordIndex : IRecordIndex
{
    private readonly Lock writing = new();
    private readonly Lock reading = new();
    private readonly SqliteConnection writer;
    private readonly SqliteConnection reader;
    private volatile Position position;
    private bool closed;

    private SqliteRecordIndex(SqliteConnection writer, SqliteConnection reader, Position position)
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
            return new SqliteRecordIndex(writer, Connect(path), ReadPosition(writer));
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
        using var transaction = writer.BeginTransaction();
        Put(rows, transaction);
        SetPosition(transaction, new Position(lastSequence, lastHash));
    });

    /// <inheritdoc/>
    public void Clear() => Write(() =>
    {
        using var transaction = writer.BeginTransaction();
        using var command = writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "DELETE FROM records";
        _ = command.ExecuteNonQuery();
        SetPosition(transaction, new Position(0, string.Empty));
    });

    /// <inheritdoc/>
    public IReadOnlyList<RecordRow> Query(RecordFilter filter, int skip, int take) => Read(() =>
    {
        using var command = reader.CreateCommand();
        command.CommandText = $"SELECT {SqliteSchema.Columns} FROM records{SqliteRows.Where(command, filter)} "
            + "ORDER BY sequence DESC LIMIT $take OFFSET $skip";
        _ = command.Parameters.AddWithValue("$take", take);
        _ = command.Parameters.AddWithValue("$skip", skip);
        using var rows = command.ExecuteReader();
        var found = new List<RecordRow>();
        while (rows.Read())
        {
            found.Add(SqliteRows.Read(rows));
        }

        return (IReadOnlyList<RecordRow>)found;
    });

    /// <inheritdoc/>
    public long Count(RecordFilter filter) => Read(() =>
    {
        using var command = reader.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM records" + SqliteRows.Where(command, filter);
        return (long)command.ExecuteScalar()!;
    });

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
        return connection;
    }

    private static void Prepare(SqliteConnection writer, string path)
    {
        SqliteSchema.Run(writer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        using var command = writer.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar()!;
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

    private void Put(IReadOnlyList<RecordRow> rows, SqliteTransaction transaction)
    {
        using var command = SqliteRows.Put(writer, transaction);
        foreach (var row in rows)
        {
            SqliteRows.Bind(command, row);
            _ = command.ExecuteNonQuery();
        }
    }

    private void SetPosition(SqliteTransaction transaction, Position next)
    {
        using var command = writer.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE position SET sequence = $sequence, hash = $hash";
        _ = command.Parameters.AddWithValue("$sequence", next.Sequence);
        _ = command.Parameters.AddWithValue("$hash", next.Hash);
        _ = command.ExecuteNonQuery();
        transaction.Commit();
        position = next;
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
        catch (Exception e) when (e is SqliteException or InvalidCastException or IOException or DllNotFoundException or TypeInitializationException)
        {
            throw new RecordIndexException("SQLite: " + e.Message, e);
        }
    }

    private sealed record Position(long Sequence, string Hash);
}
