// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the key <c>coprocessor</c>.</summary>
internal static class CoprocessorYaml
{
    /// <summary>What is written; null where nothing is.</summary>
    public static CoprocessorSettings? Read(MapReader project, ProblemList problems)
    {
        if (project.Map("coprocessor", ProjectWords.CoprocessorKeys) is not { } reader)
            return null;
        var settings = new CoprocessorSettings
        {
            Fus = Paths(reader, problems),
            Stack = reader.Optional("stack") is { } stack ? FileIn(reader, "stack", stack, problems) : null,
            Address = reader.Parsed("address", AddressParser.Instance, _ => true, "32 bits"),
            Pairing = reader.Word("pairing", ProjectWords.Pairing) ?? default,
            Start = reader.Word("start", ProjectWords.CoprocessorStarts) ?? default,
            Images = reader.Word("images", ProjectWords.Images) ?? default,
        };
        if (settings.Stack is null && settings.Fus.Count == 0 && problems.Count == 0)
            problems.Add(ProblemCode.OutOfRange, reader.Span, "\"coprocessor\" names neither \"fus\" nor \"stack\"; there is nothing to do.");
        return settings;
    }

    private static List<string> Paths(MapReader reader, ProblemList problems)
    {
        switch (reader.Optional("fus"))
        {
            case null:
                return [];
            case YamlList { Items.Count: <= ProjectLimits.MaximumFiles } list:
                return [.. list.Items.Select(item => FileIn(reader, "fus", item, problems)).OfType<string>()];
            case YamlScalar one:
                return FileIn(reader, "fus", one, problems) is { } path ? [path] : [];
            case var other:
                reader.WrongType("fus", other, "a list of file names");
                return [];
        }
    }

    private static string? FileIn(MapReader reader, string key, YamlNode node, ProblemList problems)
    {
        if (reader.AsScalar(key, node, "a file name") is not { } scalar)
            return null;
        if (PathRules.Refuse(scalar.Text) is not { } reason)
            return PathRules.Compose(scalar.Text);
        problems.Add(ProblemCode.UnsafePath, scalar.Span, $"The path \"{MapReader.Shorten(scalar.Text)}\" {reason}.");
        return null;
    }
}
