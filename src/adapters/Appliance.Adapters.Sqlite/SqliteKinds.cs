// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>What sums are over besides the time, with its number and how many records there are of it.</summary>
/// <param name="Number">Its number in this index.</param>
/// <param name="Key">What it stands for; the quarter is 0.</param>
/// <param name="Count">Records of all times.</param>
internal sealed record SqliteKind(long Number, RollupKey Key, long Count)
{
    private const string Passed = "PASS";

    /// <summary>All there are: projects × verdicts × causes that occurred.</summary>
    public static List<SqliteKind> All(SqliteConnection connection)
    {
        using var rows = new SqliteStatement(connection, SqliteSchema.Kinds);
        var kinds = new List<SqliteKind>();
        while (rows.Next())
        {
            var key = new RollupKey(0, rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Number(5) != 0);
            kinds.Add(new SqliteKind(rows.Number(0), key, rows.Number(6)));
        }

        return kinds;
    }

    /// <summary>The kind whose number the times of passed jobs have.</summary>
    public static RollupKey OfTimes(string project, bool simulated) => new(0, project, Passed, string.Empty, string.Empty, simulated);

    /// <summary>Whether a filter lets it through.</summary>
    public bool Is(string? project, bool? simulated, string? verdict = null, string? cause = null) =>
        (project ?? Key.Project) == Key.Project && (simulated ?? Key.Simulated) == Key.Simulated && (verdict ?? Key.Verdict) == Key.Verdict
        && (cause ?? Key.Cause) == Key.Cause;
}

/// <summary>Gives kinds their numbers, for the one who writes.</summary>
internal sealed class SqliteKinds : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteStatement put;
    private readonly SqliteStatement count;
    private readonly Dictionary<RollupKey, long> numbers = [];

    public SqliteKinds(SqliteConnection connection)
    {
        this.connection = connection;
        put = new SqliteStatement(connection, SqliteSchema.PutKind);
        count = new SqliteStatement(connection, SqliteSchema.CountKind);
        Reload();
    }

    /// <summary>Begins with what the file has: after a transaction that was not to be.</summary>
    public void Reload()
    {
        numbers.Clear();
        foreach (var kind in SqliteKind.All(connection))
        {
            numbers[kind.Key] = kind.Number;
        }
    }

    /// <summary>The number of a kind, a new one where it never occurred.</summary>
    public long Number(RollupKey key)
    {
        var kind = key with { Quarter = 0 };
        if (numbers.TryGetValue(kind, out var known))
        {
            return known;
        }

        try
        {
            _ = put.With(kind.Project).With(kind.Verdict).With(kind.Code).With(kind.Cause).With(kind.Simulated ? 1 : 0).Next();
            return numbers[kind] = put.Number(0);
        }
        finally
        {
            put.Rewind();
        }
    }

    /// <summary>Adds to how many there are of a kind.</summary>
    public void Count(long number, long more) => count.With(more).With(number).Run();

    public void Dispose()
    {
        put.Dispose();
        count.Dispose();
    }
}
