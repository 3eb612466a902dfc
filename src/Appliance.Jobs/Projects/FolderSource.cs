// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>A project as a folder. Links may point anywhere inside it and nowhere else.</summary>
internal sealed class FolderSource : ProjectSource
{
    private readonly string _root;

    private FolderSource(string root, string name)
    {
        (_root, Name) = (root, name);
    }

    public override string Name { get; }

    /// <summary>The folder with the <c>project.yaml</c>.</summary>
    public string Root => _root;

    /// <summary>The folder itself, or its only folder with a <c>project.yaml</c>.</summary>
    public static new FolderSource Find(string path)
    {
        var top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var name = Path.GetFileName(top);
        var candidates = Folders(top).Prepend("").Where(folder => File.Exists(Path.Combine(top, folder, ProjectYaml.FileName))).ToList();
        return candidates.Count switch
        {
            0 => throw new SourceException(ProblemCode.NoProjectFile, "There is no project.yaml in this folder."),
            1 => new FolderSource(RealPath(Path.Combine(top, candidates[0]), 0), name),
            _ => throw RootChoice.Several(candidates),
        };
    }

    public override long? Length(string path)
    {
        return Locate(path) is { } file ? new FileInfo(file).Length : null;
    }

    public override Stream Open(string path)
    {
        var file = Locate(path) ?? throw new SourceException(ProblemCode.MissingFile, $"There is no file {path}.");
        return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    public override IEnumerable<string> Names()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(_root, "*", options)
            .Take(ArchiveLimits.MaximumFolderEntries)
            .Select(file => PathRules.Compose(Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/')));
    }

    private static IEnumerable<string> Folders(string top)
    {
        var folders = Directory.EnumerateDirectories(top).Take(ArchiveLimits.MaximumFolderEntries + 1).Select(folder => Path.GetFileName(folder)).ToList();
        if (folders.Count > ArchiveLimits.MaximumFolderEntries)
            throw new SourceException(ProblemCode.TooLarge, $"The folder has more than {ArchiveLimits.MaximumFolderEntries} folders in it.");
        folders.Sort(StringComparer.Ordinal);
        return folders;
    }

    /// <summary>The real path of a plain file, or null when there is none.</summary>
    /// <exception cref="SourceException">It leaves the project, or is something else than a plain file.</exception>
    private string? Locate(string path)
    {
        var full = _root;
        foreach (var segment in path.Split('/'))
        {
            if (Child(full, segment) is not { } child)
                return null;
            full = RealPath(child, 0);
            if (!full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new SourceException(ProblemCode.UnsafePath, $"The path \"{path}\" is a link that leaves the project folder.");
        }

        // A pipe or a device has no length; opening it could wait for ever, so it is refused unopened. An empty file is of no use either.
        if (Directory.Exists(full) || new FileInfo(full).Length == 0)
            throw new SourceException(ProblemCode.SpecialFile, $"\"{path}\" is empty or no plain file.");
        return full;
    }

    /// <summary>The entry of this name, or of the same name in another Unicode form.</summary>
    private static string? Child(string folder, string segment)
    {
        var direct = Path.Combine(folder, segment);
        if (Path.Exists(direct))
            return direct;
        if (!Directory.Exists(folder) || segment.All(char.IsAscii))
            return null;
        return Directory.EnumerateFileSystemEntries(folder)
            .Take(ArchiveLimits.MaximumFolderEntries)
            .FirstOrDefault(entry => PathRules.Compose(Path.GetFileName(entry)) == segment);
    }

    /// <summary>The path with every link in it followed, the last part and the folders above it.</summary>
    private static string RealPath(string path, int links)
    {
        const int maximumLinks = 40;
        if (links > maximumLinks)
            throw new SourceException(ProblemCode.UnsafePath, "Links go round in a circle.");
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        var here = Path.Combine(RealPath(parent, links), Path.GetFileName(path));
        var target = new FileInfo(here).LinkTarget;
        return target is null ? here : RealPath(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links + 1);
    }
}
