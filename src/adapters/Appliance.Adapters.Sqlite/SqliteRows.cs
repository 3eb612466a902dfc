// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>Rows and filters as SQLite sees them. Times are milliseconds since 1970 in UTC.</summary>
internal static class SqliteRows
{
    private static readonly string[] Parameters =
    [
        "$sequence", "$id", "$started", "$verdict", "$project", "$revision", "$code", "$cause", "$uniqueId", "$simulated", "$milliseconds",
        "$location",
    ];

    /// <summary>A statement that puts a row, to be given one by <see cref="Bind"/>.</summary>
    public static SqliteCommand Put(SqliteConnection connection, SqliteTransaction transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = SqliteSchema.Put;
        foreach (var name in Parameters)
        {
            _ = command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }

    public static void Bind(SqliteCommand command, RecordRow row)
    {
        object[] values =
        [
            row.Sequence, row.Id, row.StartedUtc.ToUnixTimeMilliseconds(), row.Verdict, row.Project, row.Revision, row.Code, row.Cause,
            row.UniqueId, row.Simulated ? 1L : 0L, row.Milliseconds, row.Location,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    public static RecordRow Read(SqliteDataReader reader) => new(
        reader.GetString(1), reader.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)), reader.GetString(3),
        reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetInt64(9) != 0,
        reader.GetInt64(10), reader.GetString(11));

    /// <summary>Writes the WHERE clause of a filter and binds its values.</summary>
    public static string Where(SqliteCommand command, RecordFilter filter)
    {
        var terms = new List<string>();
        Term("id = $id", filter.Id);
        Term("verdict = $verdict", filter.Verdict);
        Term("project = $project", filter.Project);
        Term("cause = $cause", filter.Cause);
        Term("unique_id = $uniqueId", filter.UniqueId);
        Term("started >= $from", Ceiling(filter.From));
        Term("started < $until", Ceiling(filter.Until));
        return terms.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", terms);

        void Term(string text, object? value)
        {
            if (value is not null)
            {
                terms.Add(text);
                _ = command.Parameters.AddWithValue(text[text.IndexOf('$', StringComparison.Ordinal)..], value);
            }
        }
    }

    /// <summary>The first whole millisecond not before a time.</summary>
    private static object? Ceiling(DateTimeOffset? time) => time is null
        ? null
        : (time.Value.ToUniversalTime().Ticks - DateTimeOffset.UnixEpoch.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}
