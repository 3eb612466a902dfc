// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Tests.Panel;

/// <summary>One line as the document says it: a word, and the steps in milliseconds that begin with on.</summary>
internal sealed record WrittenPattern(string Name, int[] Steps)
{
    /// <summary>The level the document promises, worked out here and not by the product.</summary>
    public bool LevelAt(int millisecond, bool repeats)
    {
        if (Steps.Length == 0)
            return Name == "on";
        if (!repeats && millisecond >= Steps.Sum())
            return false;
        var left = millisecond % Steps.Sum();
        var step = 0;
        for (; left >= Steps[step]; step++)
            left -= Steps[step];
        return step % 2 == 0;
    }
}

internal sealed record WrittenRow(
    string State, string Word, WrittenPattern Busy, WrittenPattern Pass, WrittenPattern Fail, WrittenPattern Buzzer, string Operator);

/// <summary>The table of hardware/panel.md.</summary>
internal static class PanelDocument
{
    public static IReadOnlyList<WrittenRow> Rows { get; } = Read();

    private static IReadOnlyList<WrittenRow> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "hardware", "panel.md"));
        var rows = lines.SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith('|'));
        return [.. rows.Select(ParseRow)];
    }

    private static WrittenRow ParseRow(string line)
    {
        var cells = line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
        Assert.Equal(7, cells.Length);
        return new WrittenRow(
            cells[0], cells[1], ParsePattern(cells[2]), ParsePattern(cells[3]), ParsePattern(cells[4]), ParsePattern(cells[5]), cells[6]);
    }

    private static WrittenPattern ParsePattern(string cell)
    {
        if (cell is "on" or "off" or "silent")
            return new WrittenPattern(cell, []);
        var parts = cell.Split(": ");
        var steps = parts[1].Split(", ").Select((text, index) => ParseStep(text, index % 2 == 0 ? "on" : "off")).ToArray();
        return new WrittenPattern(parts[0], steps);
    }

    private static int ParseStep(string text, string level)
    {
        var words = text.Split(' ');
        Assert.Equal(level, words[1]);
        return int.Parse(words[0], CultureInfo.InvariantCulture);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Appliance.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Appliance.sln above the tests");
        return folder;
    }
}
