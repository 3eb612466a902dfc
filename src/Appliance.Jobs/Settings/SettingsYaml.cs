// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>Reads the text of <c>appliance.yaml</c>.</summary>
internal static class SettingsYaml
{
    public const string FileName = "appliance.yaml";

    /// <summary>The settings; the defaults where there are problems, or where nothing but comments is written.</summary>
    public static SettingsResult Parse(string text)
    {
        var problems = new ProblemList(FileName);
        if (IsBlank(text))
            return new SettingsResult(new ApplianceSettings(), []);
        var settings = YamlParser.Parse(text, problems) switch
        {
            YamlMap map => Read(new MapReader(map, "The settings", SettingsWords.Keys, problems), problems),
            null => null,
            var other => NotAMap(other, problems),
        };
        return problems.Count == 0 && settings is not null
            ? new SettingsResult(settings, [])
            : new SettingsResult(new ApplianceSettings(), problems.Sorted);
    }

    /// <summary>Nothing but comments and empty lines.</summary>
    public static bool IsBlank(string text)
    {
        return text.Split('\n').All(line => line.Trim() is "" or ['#', ..]);
    }

    private static ApplianceSettings? NotAMap(YamlNode node, ProblemList problems)
    {
        problems.Add(ProblemCode.WrongType, node.Span, $"The settings are keys with values ({string.Join(", ", SettingsWords.Keys)}), not {node.Kind}.");
        return null;
    }

    private static ApplianceSettings Read(MapReader reader, ProblemList problems)
    {
        var (wiring, fitted) = WiringReader.Wiring(reader, problems);
        return new ApplianceSettings
        {
            Name = Text(reader, "name", problems),
            Project = Text(reader, "project", problems),
            Probe = Text(reader, "probe", problems) ?? SettingsLimits.DefaultProbe,
            Data = Text(reader, "data", problems) ?? SettingsLimits.DefaultData,
            Web = reader.Map("web", SettingsWords.WebKeys) is { } web ? WebReader.Web(web, problems) : new WebSettings(),
            Shifts = WebReader.Shifts(reader, problems),
            Order = reader.Integer("order", 0, SettingsLimits.MaximumOrder) ?? 0,
            Wiring = wiring,
            Fitted = fitted,
            Loopback = WiringReader.Loopback(reader, problems),
            Pins = reader.Map("pins", SettingsWords.PinKeys) is { } pins ? LineReader.Pins(pins, problems) : null,
            Panel = reader.Map("panel", SettingsWords.PanelKeys) is { } panel ? LineReader.Panel(panel, problems) : new PanelSettings(),
            Projects = reader.Map("projects", SettingsWords.ProjectKeys) is { } projects ? ProjectSettingsReader.Read(projects, problems) : new ProjectSettings(),
            Tester = reader.Map("tester", SettingsWords.TesterKeys) is { } tester ? LineReader.Tester(tester, problems) : new TesterSettings(),
            Power = reader.Map("power", SettingsWords.PowerKeys) is { } power ? PowerReader.Power(power, problems) : new PowerSettings(),
            Remote = reader.Map("remote", SettingsWords.RemoteKeys) is { } remote ? RemoteReader.Remote(remote) : new RemoteSettings(),
        };
    }

    internal static string? Text(MapReader reader, string key, ProblemList problems)
    {
        if (reader.Scalar(key, "a text") is not { } scalar)
            return null;
        if (scalar.Text.Length == 0 || scalar.Text.Trim() != scalar.Text || scalar.Text.Any(char.IsControl))
            reader.Bad(scalar, $"\"{key}\" is one line of text that neither is empty nor begins or ends with a space.");
        else if (scalar.Text.Length > SettingsLimits.MaximumText)
            problems.Add(ProblemCode.OutOfRange, scalar.Span, $"\"{key}\" has at most {SettingsLimits.MaximumText} characters.");
        return scalar.Text;
    }
}
