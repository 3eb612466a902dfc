// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>Reads GPIO lines. A line that is wrong reads as absent and leaves a problem.</summary>
internal static class LineReader
{
    public static PinSettings? Pins(MapReader reader, ProblemList problems)
    {
        _ = reader.Required("swclk", "{chip: pinctrl-bcm2711, line: GPIO25}");
        var (clock, reset, gate) = (Line(reader, "swclk", problems), Line(reader, "nreset", problems), Line(reader, "nreset-gate", problems));
        var lanes = Lanes(reader, "swdio", reader.Required("swdio", "[{chip: pinctrl-bcm2711, line: GPIO24}]"), problems);
        var direction = Lanes(reader, "direction", reader.Optional("direction"), problems);
        return clock is null ? null : new PinSettings(clock, lanes, reset, direction, gate);
    }

    public static PanelSettings Panel(MapReader reader, ProblemList problems)
    {
        return new PanelSettings
        {
            Prog = Line(reader, "prog", problems),
            Busy = Line(reader, "busy", problems),
            Pass = Line(reader, "pass", problems),
            Fail = Line(reader, "fail", problems),
            Buzzer = Line(reader, "buzzer", problems),
            Display = reader.Map("display", SettingsWords.DisplayKeys) is { } display ? DisplayReader.Display(display) : null,
        };
    }

    public static TesterSettings Tester(MapReader reader, ProblemList problems)
    {
        return new TesterSettings
        {
            Start = Line(reader, "start", problems),
            Busy = Line(reader, "busy", problems),
            Ok = Line(reader, "ok", problems),
        };
    }

    private static List<LineSettings> Lanes(MapReader reader, string key, YamlNode? node, ProblemList problems)
    {
        switch (node)
        {
            case null:
                return [];
            case YamlList { Items.Count: >= 1 and <= SettingsLimits.MaximumLanes } list:
                return [.. list.Items.Select(item => Line(reader, key, item, problems)).OfType<LineSettings>()];
            case YamlList list:
                problems.Add(ProblemCode.OutOfRange, list.Span, $"\"{key}\" has 1 to {SettingsLimits.MaximumLanes} lines, not {list.Items.Count}.");
                return [];
            case var other:
                reader.WrongType(key, other, "a list of lines");
                return [];
        }
    }

    public static LineSettings? Line(MapReader reader, string key, ProblemList problems)
    {
        return reader.Optional(key) is { } node ? Line(reader, key, node, problems) : null;
    }

    private static LineSettings? Line(MapReader reader, string key, YamlNode node, ProblemList problems)
    {
        if (node is not YamlMap map)
        {
            reader.WrongType(key, node, "a line such as {chip: pinctrl-bcm2711, line: GPIO17}");
            return null;
        }

        var fields = new MapReader(map, $"\"{key}\"", SettingsWords.LineKeys, problems);
        var chip = Name(fields, "chip", "pinctrl-bcm2711");
        var line = Name(fields, "line", "GPIO17");
        var low = Flag(fields, "active-low") ?? false;
        return chip is null || line is null ? null : new LineSettings(chip, line, low);
    }

    public static string? Name(MapReader fields, string key, string example)
    {
        return Name(fields, key, fields.Required(key, example));
    }

    /// <summary>A name of something of the machine, or null.</summary>
    public static string? Name(MapReader fields, string key, YamlNode? node)
    {
        if (fields.AsScalar(key, node, "a name") is not { } scalar)
            return null;
        if (scalar.Text.Length is > 0 and <= 64 && !scalar.Text.Any(char.IsControl))
            return scalar.Text;
        fields.Bad(scalar, $"\"{key}\" is a name of 1 to 64 characters.");
        return null;
    }

    /// <summary>True or false; null where nothing is written, or where it is neither and a problem says so.</summary>
    public static bool? Flag(MapReader fields, string key)
    {
        if (fields.Scalar(key, "true or false") is not { } scalar)
            return null;
        if (scalar.Plain && scalar.Text is "true" or "false")
            return scalar.Text == "true";
        fields.Bad(scalar, $"\"{key}\" is true or false.", Nearest.Find(scalar.Text, ["true", "false"]));
        return null;
    }
}
