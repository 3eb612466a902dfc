// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Records;
using Appliance.Ports.Records;

namespace Appliance.Service.Web.Records;

/// <summary>Reads a filter out of an address: <c>?verdict=FAIL&amp;project=…&amp;from=2026-11-21T06:00:00Z</c>.</summary>
internal static class RecordQuery
{
    private const int LongestText = 200;

    private static readonly string[] Verdicts = ["PASS", "FAIL", "INTERRUPTED", "RUNNING"];

    /// <summary>The filter, or what is wrong with it in a sentence.</summary>
    public static (RecordFilter? Filter, string? Trouble) Read(IQueryCollection query)
    {
        string? trouble = null;
        string? Text(string key)
        {
            var text = query[key].ToString().Trim();
            if (text.Length > LongestText) trouble = $"{key} is longer than {LongestText} characters";
            return text.Length == 0 ? null : text;
        }

        DateTimeOffset? Time(string key)
        {
            if (Text(key) is not { } text) return null;
            if (TryTime(text, out var time)) return time;
            trouble = $"{key} must be a time such as 2026-03-01T06:30:00Z";
            return null;
        }

        var verdict = Text("verdict")?.ToUpperInvariant();
        if (verdict is not null && !Verdicts.Contains(verdict)) trouble = $"verdict must be one of {string.Join(", ", Verdicts)}";
        var id = Text("id");
        var before = Text("before");
        long sequence = 0;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out sequence)) trouble = "before must be a number";
        var filter = new RecordFilter(
            id is null ? null : RecordId.Parse(id) ?? id, verdict, Text("project"), Text("cause"), Text("uniqueId")?.ToLowerInvariant(), Time("from"), Time("until"),
            Text("serial"), Flag(query), before is null ? null : sequence);
        return trouble is null ? (filter, null) : (null, trouble);
    }

    /// <summary>A time in UTC or with its offset.</summary>
    public static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Only simulated records, only those of production, or both.</summary>
    public static bool? Flag(IQueryCollection query) => query["simulated"].ToString() switch { "true" => true, "false" => false, _ => null };
}
