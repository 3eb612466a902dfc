// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>Questions that the sums answer.</summary>
internal static class SqliteSums
{
    public static IReadOnlyList<RecordRollup> Rollups(SqliteConnection connection, RollupQuery query)
    {
        if (query.Edges.Count < 2)
        {
            return [];
        }

        var wanted = SqliteKind.All(connection).Where(kind => kind.Is(query.Project, query.Simulated)).ToDictionary(kind => kind.Number, kind => kind.Key);
        var periods = new RollupPeriods(query.Edges);
        var sums = new Dictionary<(int Period, long Kind), (long Count, long Milliseconds)>();
        using var rows = new SqliteStatement(connection, "SELECT quarter, kind, count, milliseconds FROM rollups WHERE quarter >= ? AND quarter < ?");
        _ = rows.With(RollupKey.Of(query.Edges[0])).With(RollupKey.Of(query.Edges[^1]));
        while (rows.Next())
        {
            var kind = rows.Number(1);
            if (periods.Of(rows.Number(0)) is { } period && wanted.ContainsKey(kind))
            {
                var (count, milliseconds) = sums.GetValueOrDefault((period, kind));
                sums[(period, kind)] = (count + rows.Number(2), milliseconds + rows.Number(3));
            }
        }

        return periods.Put(sums.Select(sum => (wanted[sum.Key.Kind], sum.Key.Period, sum.Value.Count, sum.Value.Milliseconds)));
    }

    public static CycleTimes CycleTimes(SqliteConnection connection, CycleTimeQuery query)
    {
        var wanted = SqliteKind.All(connection).Where(kind => kind.Is(query.Project, query.Simulated)).Select(kind => kind.Number).ToHashSet();
        using var rows = new SqliteStatement(
            connection, "SELECT bucket, kind, sum(count), sum(milliseconds), sum(planned) FROM times WHERE day >= ? AND day < ? GROUP BY bucket, kind");
        _ = rows.With(query.From is { } begin ? RollupKey.DayOf(begin) : long.MinValue)
            .With(query.Until is { } end ? RollupKey.DayOf(end.AddTicks(-1)) + 1 : long.MaxValue);
        var counts = new List<(int, long)>();
        long milliseconds = 0, planned = 0;
        while (rows.Next())
        {
            if (wanted.Contains(rows.Number(1)))
            {
                counts.Add(((int)rows.Number(0), rows.Number(2)));
                milliseconds += rows.Number(3);
                planned += rows.Number(4);
            }
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

        var kinds = SqliteKind.All(connection).Where(kind => kind.Is(filter.Project, filter.Simulated, filter.Verdict, filter.Cause)).ToList();
        if (filter.From is null && filter.Until is null)
        {
            return kinds.Sum(kind => kind.Count);
        }

        var wanted = kinds.Select(kind => kind.Number).ToHashSet();
        using var rows = new SqliteStatement(connection, "SELECT kind, sum(count) FROM rollups WHERE quarter >= ? AND quarter < ? GROUP BY kind");
        _ = rows.With(filter.From is { } begin ? RollupKey.Of(begin) : long.MinValue).With(filter.Until is { } end ? RollupKey.Of(end) : long.MaxValue);
        var count = 0L;
        while (rows.Next())
        {
            count += wanted.Contains(rows.Number(0)) ? rows.Number(1) : 0;
        }

        return count;
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

        using var rows = new SqliteStatement(connection, "SELECT min(first), max(last) FROM rollups WHERE quarter >= ? AND quarter < ?");
        _ = rows.With(filter.From is { } begin ? RollupKey.Of(begin) : long.MinValue).With(filter.Until is { } end ? RollupKey.Of(end) + 1 : long.MaxValue);
        return rows.Next() && !rows.IsNull(0) ? (rows.Number(0), rows.Number(1)) : (0, -1);
    }

    private static bool Edge(DateTimeOffset? time) => time is not { } at || RollupKey.IsEdge(at);
}
