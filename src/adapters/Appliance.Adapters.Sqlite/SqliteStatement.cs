// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Appliance.Adapters.Sqlite;

/// <summary>
/// A statement that is prepared once and may run many times, straight on SQLite: the commands of ADO.NET look their parameters up by name and box
/// every value, which costs more than putting a row in. Values are given in the order of the parameters. For one thread at a time.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private byte[] text = new byte[256];
    private int bound;

    /// <exception cref="SqliteException">SQLite does not understand it.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out statement), database);
    }

    /// <summary>The next parameter.</summary>
    public SqliteStatement With(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++bound, value));
        return this;
    }

    /// <summary>The next parameter; null is NULL.</summary>
    public SqliteStatement With(string? value)
    {
        bound++;
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(statement, bound));
            return this;
        }

        if (value.Length == 0)
        {
            // An empty span has no address, which SQLite takes for NULL.
            Check(raw.sqlite3_bind_text(statement, bound, string.Empty));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        text = text.Length < most ? new byte[most] : text;
        Check(raw.sqlite3_bind_text(statement, bound, text.AsSpan(0, Encoding.UTF8.GetBytes(value, text))));
        return this;
    }

    /// <summary>Runs a statement that answers nothing.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public void Run()
    {
        try
        {
            _ = Next();
        }
        finally
        {
            Rewind();
        }
    }

    /// <summary>Goes to the next row of the answer; false at its end.</summary>
    /// <exception cref="SqliteException">SQLite refused, or the file is damaged.</exception>
    public bool Next()
    {
        var result = raw.sqlite3_step(statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }

        return result == raw.SQLITE_ROW;
    }

    /// <summary>A number of the row; 0 for NULL.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>A text of the row; empty for NULL.</summary>
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? string.Empty;

    /// <summary>Whether the row has nothing there.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Ends a run; the next one begins with its first parameter.</summary>
    public void Rewind()
    {
        bound = 0;
        _ = raw.sqlite3_reset(statement);
    }

    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
