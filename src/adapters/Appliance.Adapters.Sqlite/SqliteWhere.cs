// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Adapters.Sqlite;

/// <summary>The conditions of a query with their values, in order. No value is ever part of the text.</summary>
internal sealed class SqliteWhere
{
    private readonly List<string> terms = [];
    private readonly List<(string? Text, long Number)> values = [];

    /// <summary>The column has this text. Null: no condition.</summary>
    public void Equal(string column, string? value)
    {
        if (value is not null)
        {
            terms.Add(column + " = ?");
            values.Add((value, 0));
        }
    }

    /// <summary>The same, for a column whose empty texts are NULL.</summary>
    public void EqualOrNull(string column, string? value)
    {
        if (value is { Length: 0 })
        {
            terms.Add(column + " IS NULL");
        }
        else
        {
            Equal(column, value);
        }
    }

    /// <summary>A condition with one number in it. Null: no condition.</summary>
    public void Number(string term, long? value)
    {
        if (value is { } number)
        {
            terms.Add(term);
            values.Add((null, number));
        }
    }

    /// <summary>Gives the values to a statement with this clause.</summary>
    public void Give(SqliteStatement statement)
    {
        foreach (var (text, number) in values)
        {
            _ = text is null ? statement.With(number) : statement.With(text);
        }
    }

    /// <summary>The clause; empty without conditions.</summary>
    public override string ToString() => terms.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", terms);
}
