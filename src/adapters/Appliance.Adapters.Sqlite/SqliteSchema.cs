// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>Tables of the index. A file of another version is not converted: it is built anew from the journal.</summary>
internal static class SqliteSchema
{
    /// <summary>Kept in <c>user_version</c>; to be raised with every change of the tables.</summary>
    public const long Version = 1;

    public const string Create = """
        CREATE TABLE position (only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL);
        INSERT INTO position VALUES (1, 0, '');
        CREATE TABLE records (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE COLLATE BINARY,
            started INTEGER NOT NULL,
            verdict TEXT NOT NULL COLLATE BINARY,
            project TEXT NOT NULL COLLATE BINARY,
            revision TEXT NOT NULL COLLATE BINARY,
            code TEXT NOT NULL COLLATE BINARY,
            cause TEXT NOT NULL COLLATE BINARY,
            unique_id TEXT NOT NULL COLLATE BINARY,
            simulated INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            location TEXT NOT NULL COLLATE BINARY);
        CREATE INDEX by_verdict ON records (verdict, sequence);
        CREATE INDEX by_project ON records (project, sequence);
        CREATE INDEX by_cause ON records (cause, sequence);
        CREATE INDEX by_unique_id ON records (unique_id, sequence);
        CREATE INDEX by_started ON records (started);
        PRAGMA user_version = 1;
        """;

    public const string Put = """
        INSERT OR REPLACE INTO records
            (sequence, id, started, verdict, project, revision, code, cause, unique_id, simulated, milliseconds, location)
        VALUES ($sequence, $id, $started, $verdict, $project, $revision, $code, $cause, $uniqueId, $simulated, $milliseconds, $location)
        """;

    public const string Columns =
        "sequence, id, started, verdict, project, revision, code, cause, unique_id, simulated, milliseconds, location";

    /// <summary>Runs statements that answer nothing.</summary>
    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
