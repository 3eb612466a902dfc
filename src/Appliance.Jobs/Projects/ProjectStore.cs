// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Projects;

/// <summary>
/// The projects kept on the appliance, one folder each, named by content: importing the same project twice changes nothing, and another revision
/// never overwrites the one in use. One writer at a time.
/// </summary>
public sealed class ProjectStore
{
    /// <summary>Folders that begin so are unfinished imports; no stored project does.</summary>
    private const string StagingPrefix = ".import-";

    private readonly string _folder;

    /// <summary>Opens the store; the folder is made at the first import.</summary>
    /// <param name="folder">Where the projects are.</param>
    public ProjectStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
    }

    /// <summary>Name of each stored project's folder with what reading it gives, in order of names; unfinished imports are left out.</summary>
    public IReadOnlyList<(string Id, ProjectResult Result)> List(CancellationToken cancel = default)
    {
        if (!Directory.Exists(_folder))
            return [];
        var ids = Directory.EnumerateDirectories(_folder).Select(path => Path.GetFileName(path)).Where(IsId).Order(StringComparer.Ordinal);
        return [.. ids.Select(id => (id, ProjectReader.Read(PathOf(id), cancel)))];
    }

    /// <summary>Checks a project whole, copies it beside the others, checks the copy, and makes it visible by one rename.</summary>
    /// <param name="path">Folder or zip file.</param>
    /// <param name="catalog">The chips there are.</param>
    /// <param name="cancel">Ends it; nothing is left behind.</param>
    /// <returns>The id, or null with every mistake.</returns>
    /// <exception cref="IOException">The disk refused; nothing is left behind.</exception>
    public (string? Id, CheckResult Result) Import(string path, ChipCatalog catalog, CancellationToken cancel = default)
    {
        RemoveLeftovers();
        var read = ProjectReader.Read(path, cancel);
        if (read.Loaded is not { } loaded)
            return (null, new CheckResult(null, read.Problems));
        var check = ProjectCheck.Check(loaded, catalog);
        if (check.Job is null)
            return (null, check);
        var id = loaded.Project.ContentHash;
        return Directory.Exists(PathOf(id)) ? (id, check) : Stage(loaded, id, catalog, cancel);
    }

    /// <summary>Writes a stored project as a zip.</summary>
    /// <exception cref="IOException">There is no such project, or the disk refused.</exception>
    public void Export(string id, Stream destination, CancellationToken cancel = default)
    {
        var result = ProjectReader.Read(PathOf(id), cancel);
        ProjectPacker.WriteZip(result.Loaded ?? throw new IOException(result.Problems[0].ToString()), destination, cancel);
    }

    /// <summary>Removes a stored project. Nothing happens when there is none.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Remove(string id)
    {
        var path = PathOf(id);
        if (!Directory.Exists(path))
            return;
        var doomed = Path.Combine(_folder, StagingPrefix + id);
        Directory.Move(path, doomed);
        Directory.Delete(doomed, recursive: true);
    }

    /// <summary>Folder of a stored project, to be selected in the settings.</summary>
    /// <exception cref="ArgumentException">Not an id of this store.</exception>
    public string PathOf(string id)
    {
        return IsId(id) ? Path.Combine(_folder, id) : throw new ArgumentException("Not the id of a stored project.", nameof(id));
    }

    private (string? Id, CheckResult Result) Stage(LoadedProject loaded, string id, ChipCatalog catalog, CancellationToken cancel)
    {
        var staging = Path.Combine(_folder, StagingPrefix + id);
        Directory.CreateDirectory(staging);
        try
        {
            ProjectPacker.WriteFolder(loaded, staging, cancel);
            var check = ProjectCheck.Check(staging, catalog, null, cancel);
            if (check.Job is null)
                return (null, check);
            if (check.Job.Project.ContentHash != id)
                throw new IOException("The project changed while it was imported; import it again.");
            Directory.Move(staging, PathOf(id));
            return (id, check);
        }
        finally
        {
            RemoveLeftovers();
        }
    }

    private void RemoveLeftovers()
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (var leftover in Directory.EnumerateDirectories(_folder, StagingPrefix + "*"))
            Directory.Delete(leftover, recursive: true);
    }

    private static bool IsId(string name)
    {
        return name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
    }
}
