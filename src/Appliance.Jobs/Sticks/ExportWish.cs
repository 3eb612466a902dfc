// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Sticks;

/// <summary>In which form records are carried out.</summary>
public enum ExportForm
{
    /// <summary>One line a record, for a spreadsheet.</summary>
    Csv,

    /// <summary>Whole records, one JSON object a line.</summary>
    Jsonl,

    /// <summary>Both.</summary>
    Both,
}

/// <summary>Which records <c>appliance-export.txt</c> asks for: <c>records: csv</c>, <c>jsonl</c> or <c>both</c>, and <c>since: 2026-11-01</c>.</summary>
/// <param name="Form">In which form.</param>
/// <param name="Since">Those begun on this day (UTC) or later; null for all.</param>
public sealed record ExportWish(ExportForm Form, DateTimeOffset? Since)
{
    private const string File = "appliance-export.txt";

    private static readonly IReadOnlyList<string> Keys = ["records", "since"];

    private static readonly Words<ExportForm> Forms = new(("csv", ExportForm.Csv), ("jsonl", ExportForm.Jsonl), ("both", ExportForm.Both));

    /// <summary>Reads the text.</summary>
    /// <exception cref="JobFailure">It has mistakes; the message lists them.</exception>
    public static ExportWish Parse(string text)
    {
        var problems = new ProblemList(File);
        if (YamlParser.Parse(text, problems) is YamlMap map)
        {
            var reader = new MapReader(map, "The wish", Keys, problems);
            _ = reader.Required("records", "csv");
            var form = reader.Word("records", Forms);
            var since = Day(reader);
            if (problems.Count == 0 && form is { } wanted) return new ExportWish(wanted, since);
        }

        throw new JobFailure(Catalogue.ExportUnclear, problems.Count > 0 ? string.Join(" ", problems.Sorted) : $"{File} says neither what nor since when; for example: records: csv");
    }

    private static DateTimeOffset? Day(MapReader reader)
    {
        if (reader.Scalar("since", "a day such as 2026-11-01, or all") is not { Text: not "all" } day) return null;
        if (DateTimeOffset.TryParseExact(day.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)) return since;
        reader.Bad(day, $"\"since\" is a day such as 2026-11-01, or all, not \"{MapReader.Shorten(day.Text)}\".");
        return null;
    }
}
