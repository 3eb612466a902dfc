// SPDX-License-Identifier: Apache-2.0
using Microsoft.Data.Sqlite;

namespace Appliance.Adapters.Sqlite;

/// <summary>Tables of the index. A file of another version is not converted: it is built anew from the journal.</summary>
internal static class SqliteSchema
{
    /// <summary>Kept in <c>user_version</c>; to be raised with every change of the tables.</summary>
    public const long Version = 3;

    /// <summary>
    /// Causes, serials and unique ids that are empty are NULL, so that the indexes of them hold only those there are. What sums are over besides the time
    /// has a number in <c>kinds</c>: sums of a year are two hundred thousand rows, and reading five texts in each takes longer than adding them up.
    /// </summary>
    public const string Create = """
        CREATE TABLE position (only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL);
        INSERT INTO position VALUES (1, 0, '');
        CREATE TABLE records (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL COLLATE BINARY,
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
        CREATE TABLE kinds (
            kind INTEGER PRIMARY KEY,
            project TEXT NOT NULL COLLATE BINARY,
            verdict TEXT NOT NULL COLLATE BINARY,
            code TEXT NOT NULL COLLATE BINARY,
            cause TEXT NOT NULL COLLATE BINARY,
            simulated INTEGER NOT NULL,
            count INTEGER NOT NULL DEFAULT 0,
            UNIQUE (project, verdict, code, cause, simulated));
        CREATE TABLE rollups (
            quarter INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            count INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (quarter, kind)) WITHOUT ROWID;
        CREATE TABLE times (
            day INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            count INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            planned INTEGER NOT NULL,
            PRIMARY KEY (day, kind, bucket)) WITHOUT ROWID;
        PRAGMA user_version = 3;
        """;

    /// <summary>What finds rows. Made when an index has caught up: sorted once, a million rows take seconds, row by row minutes. The last one says
    /// that all are there.</summary>
    public const string Finders = """
        CREATE INDEX IF NOT EXISTS by_id ON records (id);
        CREATE INDEX IF NOT EXISTS by_verdict ON records (verdict, sequence);
        CREATE INDEX IF NOT EXISTS by_project ON records (project, verdict, sequence);
        CREATE INDEX IF NOT EXISTS by_cause ON records (cause, sequence) WHERE cause IS NOT NULL;
        CREATE INDEX IF NOT EXISTS by_unique_id ON records (unique_id, sequence) WHERE unique_id IS NOT NULL;
        CREATE INDEX IF NOT EXISTS by_serial ON records (serial, sequence) WHERE serial IS NOT NULL;
        PRAGMA wal_checkpoint(TRUNCATE);
        """;

    public const string HasFinders = "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name = 'by_serial'";

    public const string Put = """
        INSERT OR REPLACE INTO records
            (sequence, id, started, verdict, project, revision, code, cause, unique_id, simulated, milliseconds, location, serial, planned)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    public const string PutKind = "INSERT INTO kinds (project, verdict, code, cause, simulated) VALUES (?, ?, ?, ?, ?) RETURNING kind";

    public const string Kinds = "SELECT kind, project, verdict, code, cause, simulated, count FROM kinds";

    public const string CountKind = "UPDATE kinds SET count = count + ? WHERE kind = ?";

    public const string PutRollup = """
        INSERT INTO rollups (quarter, kind, count, milliseconds, first, last) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, milliseconds = milliseconds + excluded.milliseconds,
            first = min(first, excluded.first), last = max(last, excluded.last)
        """;

    public const string PutTime = """
        INSERT INTO times (day, kind, bucket, count, milliseconds, planned) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, milliseconds = milliseconds + excluded.milliseconds,
            planned = planned + excluded.planned
        """;

    public const string SetPosition = "UPDATE position SET sequence = ?, hash = ?";

    public const string Clear = """
        DROP INDEX IF EXISTS by_id; DROP INDEX IF EXISTS by_verdict; DROP INDEX IF EXISTS by_project; DROP INDEX IF EXISTS by_cause;
        DROP INDEX IF EXISTS by_unique_id; DROP INDEX IF EXISTS by_serial;
        DELETE FROM records; DELETE FROM kinds; DELETE FROM rollups; DELETE FROM times; UPDATE position SET sequence = 0, hash = '';
        """;

    public const string Columns =
        "sequence, id, started, verdict, project, revision, code, cause, unique_id, simulated, milliseconds, location, serial, planned";

    /// <summary>Runs statements that answer nothing.</summary>
    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    /// <summary>Does something as a whole or not at all.</summary>
    public static void Whole(SqliteConnection connection, Action action)
    {
        Run(connection, "BEGIN IMMEDIATE");
        try
        {
            action();
            Run(connection, "COMMIT");
        }
        catch
        {
            // Where SQLite has rolled back by itself there is nothing left to do; the first trouble is the one to tell.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                Run(connection, "ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>The one value a statement answers.</summary>
    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
