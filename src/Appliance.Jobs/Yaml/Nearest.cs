// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Yaml;

/// <summary>Finds the word somebody most likely meant.</summary>
internal static class Nearest
{
    /// <summary>Longer input is not a mistyped word.</summary>
    private const int MaximumLength = 100;

    /// <summary>The nearest candidate, or null when none is near: at most one edit in three letters, and never all letters.</summary>
    public static string? Find(string given, IEnumerable<string> candidates)
    {
        return All(given, candidates).FirstOrDefault();
    }

    /// <summary>All candidates that are equally near and nearer than the rest; empty when none is near.</summary>
    public static IReadOnlyList<string> All(string given, IEnumerable<string> candidates)
    {
        if (given.Length > MaximumLength)
            return [];
        var word = Simple(given);
        var allowed = Math.Min(Math.Max(1, (word.Length + 1) / 3), Math.Max(0, word.Length - 1));
        var near = candidates
            .Select(candidate => (candidate, distance: Distance(word, Simple(candidate))))
            .Where(pair => pair.distance <= allowed)
            .GroupBy(pair => pair.distance, pair => pair.candidate)
            .MinBy(group => group.Key);
        return near is null ? [] : [.. near];
    }

    /// <summary>Edits between two words: insert, delete, replace, swap of neighbours (optimal string alignment).</summary>
    public static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
                rows[i, j] = Step(rows, left, right, i, j);
        }

        return rows[left.Length, right.Length];
    }

    private static int Step(int[,] rows, string left, string right, int i, int j)
    {
        var change = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }

    private static string Simple(string word)
    {
        return word.ToLowerInvariant().Replace('_', '-').Trim();
    }
}
