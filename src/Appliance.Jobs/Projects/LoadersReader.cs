// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the key <c>loaders</c>: file names alone, or maps of path and algorithm.</summary>
internal static class LoadersReader
{
    private const string Form = "a list of file names or of path and algorithm";

    /// <summary>What is written; empty where nothing is.</summary>
    public static IReadOnlyList<LoaderSetting> Read(MapReader reader, ProblemList problems)
    {
        switch (reader.Optional("loaders"))
        {
            case null:
                return [];
            case YamlList { Items.Count: > 0 and <= ProjectLimits.MaximumFiles } list:
                return [.. list.Items.Select(item => Item(item, reader, problems)).OfType<LoaderSetting>()];
            case YamlList list:
                problems.Add(ProblemCode.OutOfRange, list.Span, $"\"loaders\" has {list.Items.Count} entries; 1 to {ProjectLimits.MaximumFiles} are allowed.");
                return [];
            case var other:
                reader.WrongType("loaders", other, Form);
                return [];
        }
    }

    private static LoaderSetting? Item(YamlNode item, MapReader reader, ProblemList problems)
    {
        switch (item)
        {
            case YamlScalar { IsNothing: false } scalar:
                return Path(scalar, problems) is { } path ? new LoaderSetting(path, null) : null;
            case YamlMap map:
                var entry = new MapReader(map, "A loader", ProjectWords.LoaderKeys, problems);
                var algorithm = entry.Scalar("algorithm", "a file name in the pack")?.Text;
                return entry.AsScalar("path", entry.Required("path", "memory.stldr"), "a file name") is { } named && Path(named, problems) is { } file
                    ? new LoaderSetting(file, algorithm)
                    : null;
            default:
                reader.WrongType("loaders", item, Form);
                return null;
        }
    }

    private static string? Path(YamlScalar scalar, ProblemList problems)
    {
        if (PathRules.Refuse(scalar.Text) is not { } reason)
            return PathRules.Compose(scalar.Text);
        problems.Add(ProblemCode.UnsafePath, scalar.Span, $"The path \"{MapReader.Shorten(scalar.Text)}\" {reason}.");
        return null;
    }
}
