// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>Records for other programs: CSV (RFC 4180, a line of names first) or JSON Lines (the whole record a line).</summary>
public static class RecordExport
{
    private static readonly string[] Names =
        ["record", "sequence", "started_utc", "verdict", "project", "revision", "code", "cause", "unique_id", "simulated", "milliseconds", "serial"];

    /// <summary>Writes rows as CSV.</summary>
    public static void WriteCsv(TextWriter output, IEnumerable<RecordRow> rows)
    {
        Line(output, Names);
        foreach (var row in rows)
        {
            Line(
                output, row.Id, Number(row.Sequence), JournalWords.Utc(row.StartedUtc), row.Verdict, row.Project, row.Revision, row.Code, row.Cause,
                row.UniqueId, row.Simulated ? "true" : "false", Number(row.Milliseconds),
                row.Serial);
        }
    }

    /// <summary>Writes records as JSON Lines.</summary>
    public static void WriteJsonLines(TextWriter output, IEnumerable<JobRecord> records)
    {
        foreach (var record in records)
        {
            output.Write(JobRecordJson.ToText(record));
            output.Write('\n');
        }
    }

    private static void Line(TextWriter output, params string[] fields)
    {
        output.Write(string.Join(',', fields.Select(Field)));
        output.Write("\r\n");
    }

    /// <summary>
    /// Quoted where RFC 4180 (2.6) asks for it. Text that a spreadsheet would take for a formula gets an apostrophe first (OWASP, "CSV
    /// Injection"): names come from project files, which come from outside.
    /// </summary>
    private static string Field(string text)
    {
        var safe = text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r') ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
