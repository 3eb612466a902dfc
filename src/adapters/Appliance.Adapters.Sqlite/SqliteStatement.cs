// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>A statement that is prepared once and run many times. Values are given in the order its parameters come in.</summary>
internal sealed partial class SqliteStatement : IDisposable
{
    private readonly SqliteCommand command;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in Name().Matches(sql).Select(match => match.Value).Distinct())
        {
            _ = command.Parameters.AddWithValue(name, DBNull.Value);
        }
    }

    public void Run(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        _ = command.ExecuteNonQuery();
    }

    public SqliteDataReader Read(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return command.ExecuteReader();
    }

    public void Dispose() => command.Dispose();

    private void Bind(SqliteTransaction transaction, ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    [GeneratedRegex("\\$[A-Za-z]+")]
    private static partial Regex Name();
}
