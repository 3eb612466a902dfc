// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads the <c>files</c> list: names alone, or maps of path, address and digest.</summary>
internal static class FileListReader
{
    private const string Form = "a list of file names or of path, address and sha256";

    public static IReadOnlyList<FileDraft> Read(MapReader reader, ProblemList problems)
    {
        switch (reader.Required("files", "[firmware.hex]"))
        {
            case null:
                return [];
            case YamlList { Items.Count: 0 } list:
                problems.Add(ProblemCode.OutOfRange, list.Span, "\"files\" is empty; a project has at least one file.");
                return [];
            case YamlList { Items.Count: > ProjectLimits.MaximumFiles } list:
                problems.Add(ProblemCode.OutOfRange, list.Span, $"\"files\" has {list.Items.Count} entries; at most {ProjectLimits.MaximumFiles} are allowed.");
                return [];
            case YamlList list:
                return Items(list, reader, problems);
            case var other:
                reader.WrongType("files", other, Form);
                return [];
        }
    }

    private static List<FileDraft> Items(YamlList list, MapReader reader, ProblemList problems)
    {
        var files = new List<FileDraft>();
        foreach (var item in list.Items)
        {
            if (Item(item, reader, problems) is not { } file)
                continue;
            if (files.Any(other => Same(other, file)))
                problems.Add(ProblemCode.DuplicateKey, file.PathSpan, $"\"{file.Path}\" is listed twice for the same address.");
            else
                files.Add(file);
        }

        return files;
    }

    private static FileDraft? Item(YamlNode item, MapReader reader, ProblemList problems)
    {
        switch (item)
        {
            case YamlScalar { IsNothing: false } scalar:
                return Path(scalar, problems) is { } path ? new FileDraft(path, null, null, scalar.Span, scalar.Span) : null;
            case YamlMap map:
                return Entry(map, problems);
            default:
                reader.WrongType("files", item, Form);
                return null;
        }
    }

    private static FileDraft? Entry(YamlMap map, ProblemList problems)
    {
        var before = problems.Count;
        var reader = new MapReader(map, "A file", ProjectWords.FileKeys, problems);
        var address = reader.Parsed("address", AddressParser.Instance, _ => true, "32 bits");
        var digest = reader.Scalar("sha256", "64 hex digits");
        if (digest is not null && !(digest.Text.Length == 64 && digest.Text.All(char.IsAsciiHexDigit)))
            reader.Bad(digest, $"\"sha256\" is 64 hex digits, as sha256sum prints them, not {digest.Text.Length} characters.");
        if (reader.AsScalar("path", reader.Required("path", "firmware.hex"), "a file name") is not { } scalar)
            return null;
        return Path(scalar, problems) is { } path
            ? new FileDraft(path, address, digest?.Text.ToLowerInvariant(), scalar.Span, digest?.Span ?? scalar.Span, address is not null || problems.Count == before)
            : null;
    }

    private static string? Path(YamlScalar scalar, ProblemList problems)
    {
        var path = scalar.Text.StartsWith("./", StringComparison.Ordinal) ? scalar.Text[2..] : scalar.Text;
        if (PathRules.Refuse(path) is not { } reason)
            return PathRules.Compose(path);
        problems.Add(ProblemCode.UnsafePath, scalar.Span, $"The path \"{MapReader.Shorten(scalar.Text)}\" {reason}.");
        return null;
    }

    private static bool Same(FileDraft left, FileDraft right)
    {
        return left.Address == right.Address && PathRules.Folded(left.Path) == PathRules.Folded(right.Path);
    }
}
