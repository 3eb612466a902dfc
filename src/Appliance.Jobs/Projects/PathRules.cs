// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Jobs.Projects;

/// <summary>
/// Which file names a project may use, and when two of them are the same. Strict enough that a project means the same on a FAT stick, in a zip and on
/// any desk.
/// </summary>
internal static class PathRules
{
    private const string Forbidden = "<>\"|?*:";

    private static readonly Dictionary<(char, char), char> Compositions = BuildCompositions();

    /// <summary>Why a path is refused, in words that follow the path, or null when it is fine.</summary>
    public static string? Refuse(string path)
    {
        if (path.Length == 0)
            return "is empty";
        if (path.Length > ProjectLimits.MaximumPath)
            return $"is longer than {ProjectLimits.MaximumPath} characters";
        if (path.Contains('\\'))
            return "has a backslash; write forward slashes";
        if (path.Length > 1 && path[1] == ':')
            return "names a drive; paths are inside the project";
        if (path[0] == '/')
            return "is absolute; paths are inside the project";
        return path.Any(letter => char.IsControl(letter) || Forbidden.Contains(letter))
            ? "has a character that not every file system takes"
            : path.Split('/').Select(RefuseSegment).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>The form names are kept and compared in: composed letters.</summary>
    /// <remarks>Done here because the product runs with invariant globalization, where <see cref="string.Normalize()"/> changes nothing.</remarks>
    public static string Compose(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var letter in path)
        {
            if (text.Length > 0 && Compositions.TryGetValue((text[^1], letter), out var composed))
                text[^1] = composed;
            else
                text.Append(letter);
        }

        return text.ToString();
    }

    /// <summary>The form in which two names that some file system takes for one are equal.</summary>
    public static string Folded(string path)
    {
        return Compose(path).ToUpperInvariant();
    }

    private static string? RefuseSegment(string segment)
    {
        return segment switch
        {
            "" => "has an empty part between slashes",
            "." or ".." => $"has a part \"{segment}\"; paths are inside the project",
            _ when segment[^1] is '.' or ' ' => "has a part that ends with a dot or a space",
            _ => null,
        };
    }

    private static Dictionary<(char, char), char> BuildCompositions()
    {
        var triples = UnicodeCompositions.Triples;
        var pairs = new Dictionary<(char, char), char>(triples.Length / 3);
        for (var i = 0; i < triples.Length; i += 3)
            pairs.Add((triples[i], triples[i + 1]), triples[i + 2]);
        return pairs;
    }
}
