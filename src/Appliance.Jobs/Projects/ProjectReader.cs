// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>Reads a project from a folder or a zip file and finds all mistakes in it at once. Writes nothing anywhere.</summary>
public static class ProjectReader
{
    /// <summary>Reads a project: its text, and every file it names.</summary>
    /// <param name="path">A folder with a <c>project.yaml</c> in it (or in one folder below), or a zip file of such a folder.</param>
    /// <param name="cancel">Ends the reading of long files.</param>
    /// <returns>The project, or every mistake. Never throws for what is in the files or on the disk.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProjectResult Read(string path, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Read(ProjectSource.Find(path), cancel);
        }
        catch (SourceException e)
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
            return new ProjectResult(null, [new Problem(e.Code, name, 0, 0, e.Message)]);
        }
    }

    private static ProjectResult Read(ProjectSource source, CancellationToken cancel)
    {
        var problems = new ProblemList(ProjectYaml.FileName);
        if (Text(source, problems) is not { } text || ProjectYaml.Parse(text, problems) is not { } draft)
            return new ProjectResult(null, problems.Sorted);
        var files = new ProjectFileReader(source, problems, cancel).Read(draft.Files);
        if (problems.Count > 0)
            return new ProjectResult(null, problems.Sorted);
        var project = draft.Values with { Files = files };
        project = project with { ContentHash = ContentHash.Of(project) };
        return new ProjectResult(new LoadedProject(project, source, draft.Places), []);
    }

    private static string? Text(ProjectSource source, ProblemList problems)
    {
        try
        {
            using var stream = source.Open(ProjectYaml.FileName);
            return YamlText.Read(stream, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.AddWhole((e as SourceException)?.Code ?? ProblemCode.Unreadable, e.Message);
            return null;
        }
    }
}
