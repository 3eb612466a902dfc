// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace Appliance.Jobs.Yaml;

/// <summary>Changes one value in a YAML text and leaves every other character as a person wrote it.</summary>
internal static class YamlEdit
{
    /// <summary>Sets a top-level key to a single value, or to nothing.</summary>
    /// <param name="text">A text that parses to a map, or that is blank.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, or null for nothing.</param>
    /// <param name="plain">Written as it is, as a number is; else in quotes.</param>
    public static string SetTopLevel(string text, string key, string? value, bool plain = false)
    {
        var written = value is null ? "null" : plain ? value : Quote(value);
        if (YamlParser.Parse(text, new ProblemList("")) is not YamlMap map)
            return Append(text, key, written);
        var entry = map.Entries.FirstOrDefault(candidate => candidate.Key.Text == key);
        if (entry is null)
            return Insert(text, map, $"{key}: {written}");
        var (start, end) = (entry.Value.Span.Start, entry.Value.Span.End);
        var gap = start > 0 && text[start - 1] == ':' ? " " : "";
        return text[..start] + gap + written + text[end..];
    }

    private static string Append(string text, string key, string written)
    {
        var line = NewLine(text);
        var gap = text.Length == 0 || text.EndsWith('\n') ? "" : line;
        return text + gap + $"{key}: {written}" + line;
    }

    /// <summary>A new key goes before the first one.</summary>
    private static string Insert(string text, YamlMap map, string entry)
    {
        var flow = IsFlow(text, map);
        var at = map.Span.Start + (flow ? 1 : 0);
        var after = flow ? (map.Entries.Count == 0 ? "" : ", ") : NewLine(text);
        return text[..at] + entry + after + text[at..];
    }

    private static bool IsFlow(string text, YamlMap map)
    {
        return map.Span.Start < text.Length && text[map.Span.Start] == '{';
    }

    private static string NewLine(string text)
    {
        return text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
    }

    /// <summary>A double-quoted scalar (YAML 1.2.2 §7.3.1): right for any text, in any place.</summary>
    private static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var letter in value)
        {
            if (letter is '"' or '\\')
                text.Append('\\').Append(letter);
            else if (char.IsControl(letter))
                text.Append("\\x").Append(((int)letter).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            else
                text.Append(letter);
        }

        return text.Append('"').ToString();
    }
}
