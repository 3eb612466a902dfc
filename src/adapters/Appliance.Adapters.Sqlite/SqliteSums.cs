// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>Questions that the sums answer.</summary>
internal static class SqliteSums
{
    private const string All = "quarter >= $from AND quarter < $until AND ($project IS NULL OR project = $project) AND ($simulated IS NULL OR simulated = $simulated)";

    public static IReadOnlyList<RecordRollup> Rollups(SqliteConnection connection, RollupQuery query)
    {
        if (query.Edges.Count < 2)
        {
            return [];
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT quarter, project, verdict, code, cause, simulated, count, milliseconds FROM rollups WHERE {All}";
        Bind(command, RollupKey.Of(query.Edges[0]), RollupKey.Of(query.Edges[^1]), query.Project, query.Simulated);
        using var rows = command.ExecuteReader();
        return RollupChanges.Periods(query.Edges, Sums(rows));
    }

    public static CycleTimes CycleTimes(SqliteConnection connection, CycleTimeQuery query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT bucket, sum(count), sum(milliseconds), sum(planned) FROM times WHERE "
            + All.Replace("quarter", "day", StringComparison.Ordinal) + " GROUP BY bucket";
        var from = query.From is { } begin ? RollupKey.DayOf(begin) : long.MinValue;
        var until = query.Until is { } end ? RollupKey.DayOf(end.AddTicks(-1)) + 1 : long.MaxValue;
        Bind(command, from, until, query.Project, query.Simulated);
        using var rows = command.ExecuteReader();
        var counts = new List<(int, long)>();
        long milliseconds = 0, planned = 0;
        while (rows.Read())
        {
            counts.Add((rows.GetInt32(0), rows.GetInt64(1)));
            milliseconds += rows.GetInt64(2);
            planned += rows.GetInt64(3);
        }

        return Ports.Records.CycleTimes.Of(counts, milliseconds, planned);
    }

    /// <summary>How many rows a filter matches, where the sums know; null where the rows must be counted.</summary>
    public static long? Count(SqliteConnection connection, RecordFilter filter)
    {
        var asks = filter.Id ?? filter.UniqueId ?? filter.Serial;
        if (asks is not null || filter.Before is not null || !Edge(filter.From) || !Edge(filter.Until))
        {
            return null;
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT total(count) FROM rollups WHERE {All} AND ($verdict IS NULL OR verdict = $verdict) AND ($cause IS NULL OR cause = $cause)";
        var from = filter.From is { } begin ? RollupKey.Of(begin) : long.MinValue;
        Bind(command, from, filter.Until is { } end ? RollupKey.Of(end) : long.MaxValue, filter.Project, filter.Simulated);
        _ = command.Parameters.AddWithValue("$verdict", (object?)filter.Verdict ?? DBNull.Value);
        _ = command.Parameters.AddWithValue("$cause", (object?)filter.Cause ?? DBNull.Value);
        return (long)(double)command.ExecuteScalar()!;
    }

    /// <summary>
    /// A range of sequences that holds every row begun in a range of time: rows are looked for by sequence, and clocks mostly run forward. Null
    /// where the filter names no time.
    /// </summary>
    public static (long First, long Last)? Narrow(SqliteConnection connection, RecordFilter filter)
    {
        if (filter.From is null && filter.Until is null)
        {
            return null;
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT min(first), max(last) FROM rollups WHERE {All}";
        var from = filter.From is { } begin ? RollupKey.Of(begin) : long.MinValue;
        Bind(command, from, filter.Until is { } end ? RollupKey.Of(end) + 1 : long.MaxValue, filter.Project, filter.Simulated);
        using var rows = command.ExecuteReader();
        return rows.Read() && !rows.IsDBNull(0) ? (rows.GetInt64(0), rows.GetInt64(1)) : (0, -1);
    }

    private static bool Edge(DateTimeOffset? time) => time is not { } at || RollupKey.IsEdge(at);

    private static void Bind(SqliteCommand command, long from, long until, string? project, bool? simulated)
    {
        _ = command.Parameters.AddWithValue("$from", from);
        _ = command.Parameters.AddWithValue("$until", until);
        _ = command.Parameters.AddWithValue("$project", (object?)project ?? DBNull.Value);
        _ = command.Parameters.AddWithValue("$simulated", simulated is { } value ? (value ? 1L : 0L) : DBNull.Value);
    }

    private static IEnumerable<(RollupKey, long, long)> Sums(SqliteDataReader rows)
    {
        while (rows.Read())
        {
            var key = new RollupKey(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetInt64(5) != 0);
            yield return (key, rows.GetInt64(6), rows.GetInt64(7));
        }
    }
}
