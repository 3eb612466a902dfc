// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Where the project of a folder or archive begins: at its top or in one of the folders there.</summary>
internal static class RootChoice
{
    /// <summary>Folders that packing programs add.</summary>
    private const string MacResources = "__MACOSX/";

    /// <summary>The folder with the only <c>project.yaml</c>, "" for the top, else with a slash at its end.</summary>
    /// <param name="files">All file paths.</param>
    /// <exception cref="SourceException">There is none, or there are several.</exception>
    public static string Of(IEnumerable<string> files)
    {
        var found = files.Where(IsProjectFile).ToList();
        var roots = found.Where(file => file.Count(letter => letter == '/') <= 1).Select(file => file[..^ProjectYaml.FileName.Length]).ToList();
        return (roots.Count, found.Count) switch
        {
            (1, _) => roots[0],
            (0, 0) => throw new SourceException(ProblemCode.NoProjectFile, "There is no project.yaml in this archive."),
            (0, _) => throw new SourceException(ProblemCode.NoProjectFile,
                $"project.yaml belongs at the top or in one top-level folder; here it is {MapReader.Shorten(found[0])}."),
            _ => throw Several(roots),
        };
    }

    /// <summary>The refusal of several projects.</summary>
    public static SourceException Several(IEnumerable<string> roots)
    {
        var shown = string.Join(", ", roots.Take(5).Select(root => MapReader.Shorten(root.Length == 0 ? "the top" : root.TrimEnd('/'))));
        return new SourceException(ProblemCode.SeveralProjectFiles, $"There are several project.yaml (in {shown}); give one project at a time.");
    }

    private static bool IsProjectFile(string path)
    {
        return (path == ProjectYaml.FileName || path.EndsWith("/" + ProjectYaml.FileName, StringComparison.Ordinal))
            && !path.StartsWith(MacResources, StringComparison.Ordinal);
    }
}
