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
    private readonly SqliteKinds kinds;

    /// <summary>Highest sequence there is a row of: a higher one is new, and needs no look at what it replaces.</summary>
    private long highest;
    private bool complete;

    public SqliteWriter(SqliteConnection connection)
    {
        this.connection = connection;
        old = new SqliteStatement(connection, $"SELECT {SqliteSchema.Columns} FROM records WHERE sequence = ?");
        put = new SqliteStatement(connection, SqliteSchema.Put);
        putRollup = new SqliteStatement(connection, SqliteSchema.PutRollup);
        putTime = new SqliteStatement(connection, SqliteSchema.PutTime);
        setPosition = new SqliteStatement(connection, SqliteSchema.SetPosition);
        kinds = new SqliteKinds(connection);
        highest = SqliteSchema.Scalar(connection, "SELECT max(sequence) FROM records") is long sequence ? sequence : 0;
        complete = SqliteSchema.Scalar(connection, SqliteSchema.HasFinders) is > 0L;
    }

    public void Apply(IReadOnlyList<RecordRow> rows, long lastSequence, string lastHash)
    {
        var top = highest;
        try
        {
            SqliteSchema.Whole(connection, () =>
            {
                var changes = new RollupChanges();
                foreach (var row in rows)
                {
                    if (row.Sequence <= highest && Old(row.Sequence) is { } before)
                    {
                        changes.Remove(before);
                    }

                    changes.Add(row);
                    SqliteRows.Write(put, row).Run();
                    top = Math.Max(top, row.Sequence);
                }

                Put(changes);
                setPosition.With(lastSequence).With(lastHash).Run();
            });
        }
        catch
        {
            kinds.Reload();
            throw;
        }

        highest = top;
    }

    public void Clear()
    {
        SqliteSchema.Whole(connection, () => SqliteSchema.Run(connection, SqliteSchema.Clear));
        kinds.Reload();
        (highest, complete) = (0, false);
    }

    public void Complete()
    {
        if (!complete)
        {
            SqliteSchema.Run(connection, SqliteSchema.Finders);
            complete = true;
        }
    }

    public void Dispose()
    {
        foreach (var part in new IDisposable[] { old, put, putRollup, putTime, setPosition, kinds })
        {
            part.Dispose();
        }

        connection.Dispose();
    }

    private RecordRow? Old(long sequence)
    {
        try
        {
            return old.With(sequence).Next() ? SqliteRows.Read(old) : null;
        }
        finally
        {
            old.Rewind();
        }
    }

    private void Put(RollupChanges changes)
    {
        foreach (var (key, sum) in changes.Rollups)
        {
            var kind = kinds.Number(key);
            putRollup.With(key.Quarter).With(kind).With(sum.Count).With(sum.Milliseconds).With(sum.First).With(sum.Last).Run();
            kinds.Count(kind, sum.Count);
        }

        foreach (var (key, sum) in changes.Times)
        {
            var kind = kinds.Number(SqliteKind.OfTimes(key.Project, key.Simulated));
            putTime.With(key.Day).With(kind).With(key.Bucket).With(sum.Count).With(sum.Milliseconds).With(sum.Planned).Run();
        }
    }
}
