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
        var (loaded, problems) = Inspect(path, cancel);
        return new ProjectResult(problems.Count == 0 ? loaded : null, problems.Sorted);
    }

    /// <summary>Reads as much as can be read. Where there are problems, values with a mistake have their defaults, and only files that can be read
    /// and placed are in the list: enough to look for further mistakes, never to be used.</summary>
    internal static (LoadedProject? Loaded, ProblemList Problems) Inspect(string path, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Inspect(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), () => ProjectSource.Find(path), cancel);
    }

    /// <summary>The same for any place with a project.</summary>
    /// <param name="name">What to call it where there is no project.</param>
    /// <param name="find">Finds it, or throws <see cref="SourceException"/>.</param>
    /// <param name="cancel">Ends the reading of long files.</param>
    internal static (LoadedProject? Loaded, ProblemList Problems) Inspect(string name, Func<ProjectSource> find, CancellationToken cancel)
    {
        try
        {
            var problems = new ProblemList(ProjectYaml.FileName);
            return (Inspect(find(), problems, cancel), problems);
        }
        catch (SourceException e)
        {
            return (null, Refusal(name, e));
        }
    }

    /// <summary>The only problem of a place that has no project.</summary>
    internal static ProblemList Refusal(string name, SourceException why)
    {
        var problems = new ProblemList(name);
        problems.AddWhole(why.Code, why.Message);
        return problems;
    }

    private static LoadedProject? Inspect(ProjectSource source, ProblemList problems, CancellationToken cancel)
    {
        if (Text(source, problems) is not { } text || ProjectYaml.Parse(text, problems) is not { } draft)
            return null;
        var files = new ProjectFileReader(source, problems, cancel).Read(draft.Files).Where(file => file.File is not null && file.Draft.AddressKnown).ToList();
        var sides = new ProjectFileReader(source, problems, cancel).Read(SideFiles(draft)).Select(side => side.File).OfType<ProjectFile>().ToList();
        var project = draft.Values with { SideFiles = sides, Files = [.. files.Select(file => file.File!)] };
        if (problems.Count == 0)
            project = project with { ContentHash = ContentHash.Of(project) };
        return new LoadedProject(project, source, draft.Places.With([.. files.Select(file => file.Draft.PathSpan)]));
    }

    private static List<FileDraft> SideFiles(ProjectDraft draft) =>
    [
        .. (draft.Values.Serials?.Files ?? []).Concat((draft.Values.Coprocessor?.Files ?? []).Select(path => (Key: "coprocessor", Path: path)))
            .Concat(draft.Values.Loaders.Select(loader => (Key: "loaders", loader.Path)).Distinct())
            .Select(side => new FileDraft(side.Path, null, null, draft.Places.Of(side.Key), draft.Places.Of(side.Key))),
    ];

    internal static string? Text(ProjectSource source, ProblemList problems)
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
