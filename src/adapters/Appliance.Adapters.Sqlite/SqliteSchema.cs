// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>Tables of the index. A file of another version is not converted: it is built anew from the journal.</summary>
internal static class SqliteSchema
{
    /// <summary>Kept in <c>user_version</c>; to be raised with every change of the tables.</summary>
    public const long Version = 2;

    /// <summary>Causes, serials and unique ids that are empty are NULL, so that the indexes of them hold only those there are.</summary>
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
            cause TEXT COLLATE BINARY,
            unique_id TEXT COLLATE BINARY,
            simulated INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            location TEXT NOT NULL COLLATE BINARY,
            serial TEXT COLLATE BINARY,
            planned INTEGER NOT NULL);
        CREATE INDEX by_verdict ON records (verdict, sequence);
        CREATE INDEX by_project ON records (project, verdict, sequence);
        CREATE INDEX by_cause ON records (cause, sequence) WHERE cause IS NOT NULL;
        CREATE INDEX by_unique_id ON records (unique_id, sequence) WHERE unique_id IS NOT NULL;
        CREATE INDEX by_serial ON records (serial, sequence) WHERE serial IS NOT NULL;
        CREATE TABLE rollups (
            quarter INTEGER NOT NULL,
            project TEXT NOT NULL COLLATE BINARY,
            verdict TEXT NOT NULL COLLATE BINARY,
            code TEXT NOT NULL COLLATE BINARY,
            cause TEXT NOT NULL COLLATE BINARY,
            simulated INTEGER NOT NULL,
            count INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (quarter, project, verdict, code, cause, simulated)) WITHOUT ROWID;
        CREATE TABLE times (
            day INTEGER NOT NULL,
            project TEXT NOT NULL COLLATE BINARY,
            simulated INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            count INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            planned INTEGER NOT NULL,
            PRIMARY KEY (day, project, simulated, bucket)) WITHOUT ROWID;
        PRAGMA user_version = 2;
        """;

    public const string Put = """
        INSERT OR REPLACE INTO records
            (sequence, id, started, verdict, project, revision, code, cause, unique_id, simulated, milliseconds, location, serial, planned)
        VALUES ($sequence, $id, $started, $verdict, $project, $revision, $code, $cause, $uniqueId, $simulated, $milliseconds, $location,
            $serial, $planned)
        """;

    public const string PutRollup = """
        INSERT INTO rollups (quarter, project, verdict, code, cause, simulated, count, milliseconds, first, last)
        VALUES ($quarter, $project, $verdict, $code, $cause, $simulated, $count, $milliseconds, $first, $last)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, milliseconds = milliseconds + excluded.milliseconds,
            first = min(first, excluded.first), last = max(last, excluded.last)
        """;

    public const string PutTime = """
        INSERT INTO times (day, project, simulated, bucket, count, milliseconds, planned)
        VALUES ($day, $project, $simulated, $bucket, $count, $milliseconds, $planned)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, milliseconds = milliseconds + excluded.milliseconds,
            planned = planned + excluded.planned
        """;

    public const string SetPosition = "UPDATE position SET sequence = $sequence, hash = $hash";

    public const string Clear = "DELETE FROM records; DELETE FROM rollups; DELETE FROM times;";

    public const string Columns =
        "sequence, id, started, verdict, project, revision, code, cause, unique_id, simulated, milliseconds, location, serial, planned";

    /// <summary>Runs statements that answer nothing.</summary>
    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    /// <summary>The one value a statement answers.</summary>
    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
