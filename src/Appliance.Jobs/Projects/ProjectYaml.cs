// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the text of a <c>project.yaml</c>. Nothing but the text is looked at.</summary>
internal static class ProjectYaml
{
    public const string FileName = "project.yaml";

    /// <summary>What could be read, or null where nothing could; where anything is wrong, there are problems.</summary>
    public static ProjectDraft? Parse(string text, ProblemList problems)
    {
        if (YamlParser.Parse(text, problems) is not { } root)
            return null;
        if (root is not YamlMap map)
        {
            problems.Add(ProblemCode.WrongType, root.Span, $"A project is keys with values ({string.Join(", ", ProjectWords.Keys)}), not {root.Kind}.");
            return null;
        }

        var reader = new MapReader(map, "A project", ProjectWords.Keys, problems);
        var files = FileListReader.Read(reader, problems);
        var values = OptionsReader.Read(reader, Values(reader, problems), problems);
        return new ProjectDraft(values, files, new ProjectPlaces(map, [.. files.Select(file => file.PathSpan)]));
    }

    private static Project Values(MapReader reader, ProblemList problems)
    {
        var limits = reader.Map("limits", ProjectWords.LimitKeys);
        return new Project
        {
            Name = TextRules.Line(reader, "name", "Door controller", ProjectLimits.MaximumName, problems),
            Revision = TextRules.Line(reader, "revision", "1.0", ProjectLimits.MaximumRevision, problems),
            Target = TextRules.Target(reader, problems),
            Files = [],
            ContentHash = "",
            Erase = reader.Word("erase", ProjectWords.Erase) ?? default,
            Verify = reader.Word("verify", ProjectWords.Verify) ?? default,
            Reset = reader.Word("reset", ProjectWords.Reset) ?? default,
            Connect = reader.Word("connect", ProjectWords.Connect) ?? default,
            SwclkHz = Swclk(reader) ?? ProjectLimits.DefaultSwclkHz,
            Serials = SerialYaml.Read(reader, problems),
            Coprocessor = CoprocessorYaml.Read(reader, problems),
            Loaders = LoadersReader.Read(reader, problems),
            Retries = reader.Integer("retries", 0, ProjectLimits.MaximumRetries) ?? ProjectLimits.DefaultRetries,
            Barcode = reader.Optional("barcode") is null ? null : TextRules.Line(reader, "barcode", "4006381333931", ProjectLimits.MaximumBarcode, problems),
            JobLimit = Limit(limits, "job", ProjectLimits.MinimumJobLimit, ProjectLimits.MaximumJobLimit) ?? ProjectLimits.DefaultJobLimit,
            ConnectLimit = Limit(limits, "connect", ProjectLimits.MinimumConnectLimit, ProjectLimits.MaximumConnectLimit)
                ?? ProjectLimits.DefaultConnectLimit,
            Power = reader.Map("power", ProjectWords.PowerKeys) is { } power ? PowerReader.Read(power, problems) : PowerPolicy.Default,
        };
    }

    private static int? Swclk(MapReader reader)
    {
        return (int?)reader.Parsed("swclk", Quantity.Frequency,
            hz => hz is >= ProjectLimits.MinimumSwclkHz and <= ProjectLimits.MaximumSwclkHz, "1 kHz to 50 MHz");
    }

    private static TimeSpan? Limit(MapReader? reader, string key, TimeSpan minimum, TimeSpan maximum)
    {
        var milliseconds = reader?.Parsed(key, Quantity.Time, value => value >= minimum.TotalMilliseconds && value <= maximum.TotalMilliseconds,
            $"{minimum.TotalMilliseconds} ms to {maximum.TotalSeconds} s");
        return milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null;
    }
}
