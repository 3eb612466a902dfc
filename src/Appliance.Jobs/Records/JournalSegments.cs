// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>Names of the journal's files: <c>journal-000001.jsonl</c> and so on, numbered without gaps.</summary>
internal static class JournalSegments
{
    /// <summary>Open while a process writes the journal.</summary>
    public const string LockName = "journal.lock";

    private const string Prefix = "journal-";
    private const string Suffix = ".jsonl";

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D6}{Suffix}");

    /// <summary>Number of a segment, 0 when the name is not one of a segment.</summary>
    public static int Number(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Name(number) == name
            ? number
            : 0;

    /// <summary>Numbers of all segments there are, in order; not those of a removal that was interrupted.</summary>
    public static IReadOnlyList<int> List(IDurableFolder folder)
    {
        var first = JournalStart.Of(folder).Segment;
        return [.. folder.Names().Select(Number).Where(n => n >= first).Order()];
    }

    /// <summary>The first segment that is missing before another one, or null.</summary>
    public static JournalBreak? Gap(IReadOnlyList<int> numbers, int first)
    {
        var missing = Enumerable.Range(first, numbers.Count).Except(numbers).FirstOrDefault();
        return missing == 0 ? null : Missing(missing);
    }

    public static JournalBreak Missing(int number) =>
        new(new JournalPlace(Name(number), 1, 0), JournalFault.MissingSegment, "the segment is not there, but one with a higher number is");
}
