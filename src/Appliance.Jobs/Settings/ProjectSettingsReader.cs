// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>Reads how projects come to the appliance.</summary>
internal static class ProjectSettingsReader
{
    private const string Form = "a list of {number: 1, project: Door controller}";

    public static ProjectSettings Read(MapReader reader, ProblemList problems)
    {
        return new ProjectSettings
        {
            RequireSignature = LineReader.Flag(reader, "require-signature") ?? false,
            Sticks = LineReader.Flag(reader, "sticks") ?? true,
            Scanner = SettingsYaml.Text(reader, "scanner", problems),
            Switches = reader.Map("switches", SettingsWords.SwitchKeys) is { } switches ? Switches(switches, problems) : null,
        };
    }

    private static SwitchSettings Switches(MapReader reader, ProblemList problems)
    {
        var lines = LineReader.Lines(reader, "lines", SettingsLimits.MaximumSwitches, "{chip: pinctrl-bcm2711, line: GPIO5}", problems);
        var table = new Dictionary<int, string>();
        switch (reader.Required("table", "[{number: 1, project: Door controller}]"))
        {
            case null:
                break;
            case YamlList list:
                foreach (var item in list.Items) Row(reader, item, table, problems);
                break;
            case var other:
                reader.WrongType("table", other, Form);
                break;
        }

        return new SwitchSettings(lines, table);
    }

    private static void Row(MapReader reader, YamlNode item, Dictionary<int, string> table, ProblemList problems)
    {
        if (item is not YamlMap map)
        {
            reader.WrongType("table", item, Form);
            return;
        }

        var row = new MapReader(map, "A row of the table", SettingsWords.TableKeys, problems);
        _ = row.Required("number", "1");
        _ = row.Required("project", "Door controller");
        if (row.Integer("number", 0, (1 << SettingsLimits.MaximumSwitches) - 1) is not { } number || SettingsYaml.Text(row, "project", problems) is not { } project) return;
        if (!table.TryAdd(number, project)) problems.Add(ProblemCode.DuplicateKey, map.Span, $"The number {number} is in the table twice.");
    }
}
