// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Descriptions;

/// <summary>Suggestions for a mistyped name.</summary>
internal static class NearestNames
{
    /// <summary>Most suggestions that still help a reader.</summary>
    private const int Most = 5;

    /// <summary>Edits up to which a name is still meant; two names of one family differ in as few.</summary>
    private const int Far = 2;

    /// <summary>Names that begin with the one given, else those with the fewest edits, both in order.</summary>
    public static IReadOnlyList<string> To(string name, IReadOnlyList<string> names)
    {
        if (name.Length == 0)
            return [];
        var longer = names.Where(known => known.StartsWith(name, StringComparison.Ordinal)).Take(Most).ToList();
        if (longer.Count > 0)
            return longer;
        var ranked = names.Select(known => (known, distance: Edits(known, Cut(name, known)))).Where(pair => pair.distance <= Far).ToList();
        return ranked.Count == 0 ? [] : [.. ranked.Where(pair => pair.distance == ranked.Min(other => other.distance)).Select(pair => pair.known).Take(Most)];
    }

    /// <summary>A part number is longer than the name by package and options: only what is as long as the name is compared.</summary>
    private static string Cut(string name, string known) => name.Length > known.Length ? name[..known.Length] : name;

    /// <summary>Levenshtein distance.</summary>
    private static int Edits(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }

        return previous[b.Length];
    }
}
