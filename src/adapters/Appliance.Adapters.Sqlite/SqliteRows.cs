// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>Rows and filters as SQLite sees them. Times are milliseconds since 1970 in UTC.</summary>
internal static class SqliteRows
{
    /// <summary>Values of <see cref="SqliteSchema.Put"/>.</summary>
    public static object?[] Values(RecordRow row) =>
    [
        row.Sequence, row.Id, row.StartedUtc.ToUnixTimeMilliseconds(), row.Verdict, row.Project, row.Revision, row.Code, NullIfEmpty(row.Cause),
        NullIfEmpty(row.UniqueId), row.Simulated ? 1L : 0L, row.Milliseconds, row.Location, NullIfEmpty(row.Serial), row.PlannedMilliseconds,
    ];

    public static RecordRow Read(SqliteDataReader reader) => new(
        reader.GetString(1), reader.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)), reader.GetString(3),
        reader.GetString(4), reader.GetString(5), reader.GetString(6), EmptyIfNull(reader, 7), EmptyIfNull(reader, 8), reader.GetInt64(9) != 0,
        reader.GetInt64(10), reader.GetString(11), EmptyIfNull(reader, 12), reader.GetInt64(13));

    /// <summary>Writes the WHERE clause of a filter and binds its values.</summary>
    public static string Where(SqliteCommand command, RecordFilter filter)
    {
        var terms = new List<string>();
        Term("id = $id", filter.Id);
        Term("verdict = $verdict", filter.Verdict);
        Term("project = $project", filter.Project);
        Optional("cause", "$cause", filter.Cause);
        Optional("unique_id", "$uniqueId", filter.UniqueId);
        Optional("serial", "$serial", filter.Serial);
        Term("simulated = $simulated", filter.Simulated is { } simulated ? (simulated ? 1L : 0L) : null);
        Term("started >= $from", Ceiling(filter.From));
        Term("started < $until", Ceiling(filter.Until));
        Term("sequence < $before", filter.Before);
        return terms.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", terms);

        void Term(string text, object? value)
        {
            if (value is not null)
            {
                terms.Add(text);
                _ = command.Parameters.AddWithValue(text[text.IndexOf('$', StringComparison.Ordinal)..], value);
            }
        }

        void Optional(string column, string name, string? value)
        {
            if (value is { Length: 0 })
            {
                terms.Add(column + " IS NULL");
            }
            else
            {
                Term($"{column} = {name}", value);
            }
        }
    }

    /// <summary>The first whole millisecond not before a time.</summary>
    private static object? Ceiling(DateTimeOffset? time) => time is null
        ? null
        : (time.Value.ToUniversalTime().Ticks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string EmptyIfNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? string.Empty : reader.GetString(column);
}
