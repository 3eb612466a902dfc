// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>The statements that change the index, prepared once.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteStatement old;
    private readonly SqliteStatement put;
    private readonly SqliteStatement putRollup;
    private readonly SqliteStatement putTime;
    private readonly SqliteStatement setPosition;

    /// <summary>Highest sequence there is a row of: a higher one is new, and needs no look at what it replaces.</summary>
    private long highest;

    public SqliteWriter(SqliteConnection connection)
    {
        this.connection = connection;
        old = new SqliteStatement(connection, $"SELECT {SqliteSchema.Columns} FROM records WHERE sequence = $sequence");
        put = new SqliteStatement(connection, SqliteSchema.Put);
        putRollup = new SqliteStatement(connection, SqliteSchema.PutRollup);
        putTime = new SqliteStatement(connection, SqliteSchema.PutTime);
        setPosition = new SqliteStatement(connection, SqliteSchema.SetPosition);
        highest = SqliteSchema.Scalar(connection, "SELECT max(sequence) FROM records") is long sequence ? sequence : 0;
    }

    public void Apply(IReadOnlyList<RecordRow> rows, long lastSequence, string lastHash)
    {
        using var transaction = connection.BeginTransaction();
        var changes = new RollupChanges();
        var top = highest;
        foreach (var row in rows)
        {
            if (row.Sequence <= top && Old(row.Sequence, transaction) is { } before)
            {
                changes.Remove(before);
            }

            changes.Add(row);
            put.Run(transaction, SqliteRows.Values(row));
            top = Math.Max(top, row.Sequence);
        }

        Put(changes, transaction);
        setPosition.Run(transaction, lastSequence, lastHash);
        transaction.Commit();
        highest = top;
    }

    public void Clear()
    {
        using var transaction = connection.BeginTransaction();
        SqliteSchema.Run(connection, SqliteSchema.Clear);
        setPosition.Run(transaction, 0L, string.Empty);
        transaction.Commit();
        highest = 0;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { old, put, putRollup, putTime, setPosition })
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private RecordRow? Old(long sequence, SqliteTransaction transaction)
    {
        using var found = old.Read(transaction, sequence);
        return found.Read() ? SqliteRows.Read(found) : null;
    }

    private void Put(RollupChanges changes, SqliteTransaction transaction)
    {
        foreach (var (key, sum) in changes.Rollups)
        {
            putRollup.Run(
                transaction, key.Quarter, key.Project, key.Verdict, key.Code, key.Cause, key.Simulated ? 1L : 0L, sum.Count, sum.Milliseconds,
                sum.First, sum.Last);
        }

        foreach (var (key, sum) in changes.Times)
        {
            putTime.Run(transaction, key.Day, key.Project, key.Simulated ? 1L : 0L, (long)key.Bucket, sum.Count, sum.Milliseconds, sum.Planned);
        }
    }
}
