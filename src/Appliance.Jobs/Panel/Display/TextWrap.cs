// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Panel.Display;

/// <summary>Breaks texts into lines of a display: between words, and inside a word only where it is longer than a line.</summary>
internal static class TextWrap
{
    /// <summary>Lines of at most this many characters; each text begins a new one.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<string> texts, int columns) => [.. texts.SelectMany(text => Lines(text, columns))];

    private static List<string> Lines(string text, int columns)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word.Chunk(columns)).Select(part => new string(part)))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > columns)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0) lines.Add(line);
        return lines;
    }
}
