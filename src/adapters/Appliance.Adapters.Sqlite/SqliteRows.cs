// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;

namespace Appliance.Adapters.Sqlite;

/// <summary>Rows and filters as SQLite sees them. Times are milliseconds since 1970 in UTC.</summary>
internal static class SqliteRows
{
    /// <summary>Gives the values of <see cref="SqliteSchema.Put"/>.</summary>
    public static SqliteStatement Write(SqliteStatement put, RecordRow row) => put
        .With(row.Sequence).With(row.Id).With(row.StartedUtc.ToUnixTimeMilliseconds()).With(row.Verdict).With(row.Project).With(row.Revision).With(row.Code)
        .With(NullIfEmpty(row.Cause)).With(NullIfEmpty(row.UniqueId)).With(row.Simulated ? 1 : 0).With(row.Milliseconds).With(row.Location)
        .With(NullIfEmpty(row.Serial)).With(row.PlannedMilliseconds);

    /// <summary>The row a statement over <see cref="SqliteSchema.Columns"/> is at.</summary>
    public static RecordRow Read(SqliteStatement rows) => new(
        rows.Text(1), rows.Number(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(2)), rows.Text(3), rows.Text(4), rows.Text(5), rows.Text(6),
        rows.Text(7), rows.Text(8), rows.Number(9) != 0, rows.Number(10), rows.Text(11), rows.Text(12), rows.Number(13));

    /// <summary>What a row must have to match.</summary>
    public static SqliteWhere Where(RecordFilter filter)
    {
        var where = new SqliteWhere();
        where.Equal("id", filter.Id);
        where.Equal("verdict", filter.Verdict);
        where.Equal("project", filter.Project);
        where.EqualOrNull("cause", filter.Cause);
        where.EqualOrNull("unique_id", filter.UniqueId);
        where.EqualOrNull("serial", filter.Serial);
        where.Number("simulated = ?", filter.Simulated is { } simulated ? (simulated ? 1 : 0) : null);
        where.Number("started >= ?", Ceiling(filter.From));
        where.Number("started < ?", Ceiling(filter.Until));
        where.Number("sequence < ?", filter.Before);
        return where;
    }

    /// <summary>The first whole millisecond not before a time.</summary>
    private static long? Ceiling(DateTimeOffset? time) => time is null
        ? null
        : (time.Value.ToUniversalTime().Ticks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
