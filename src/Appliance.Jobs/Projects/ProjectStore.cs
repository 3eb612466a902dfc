// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects.Zip;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Files;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Projects;

/// <summary>
/// The projects kept on the appliance, one plain zip each, named by content: importing the same project twice changes nothing, and another revision
/// never overwrites the one in use. Safe from several threads and processes; one import at a time.
/// </summary>
public sealed class ProjectStore
{
    /// <summary>Whoever holds it imports; a second import is refused until it ends, however it ends.</summary>
    private const string LockName = "import.lock";
    private const string StagedName = "staged.part";
    private const string Extension = ".zip";
    private const int IdLength = 64;

    /// <summary>What stays free for records: this part of the disk, and no more than a year's records need.</summary>
    private const int ReserveShare = 20;
    private const long LargestReserve = 256L << 20;

    private readonly IDurableFolder _folder;
    private readonly SignatureRule _signatures;
    private readonly ShelfFile _shelf;

    /// <summary>Opens the store.</summary>
    /// <param name="folder">Where the projects are.</param>
    /// <param name="signatures">Who must have signed what comes in; null when nobody must.</param>
    public ProjectStore(IDurableFolder folder, SignatureRule? signatures = null)
    {
        (_folder, _signatures, _shelf) = (folder, signatures ?? SignatureRule.None, new ShelfFile(folder));
    }

    /// <summary>Which revisions are kept, and which of each name is meant.</summary>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public ProjectShelf Shelf => _shelf.Read();

    /// <summary>Name of a stored project's file, below the store's folder.</summary>
    /// <exception cref="ArgumentException">Not an id of this store.</exception>
    public static string FileName(string id)
    {
        return IsId(id) ? id + Extension : throw new ArgumentException("Not the id of a stored project.", nameof(id));
    }

    /// <summary>The id in the path of a stored project's file; null where it is none.</summary>
    public static string? IdOf(string? path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name is not null && IsId(name) && path!.EndsWith(Extension, StringComparison.Ordinal) ? name : null;
    }

    /// <summary>Id of each stored project with what reading it gives, in order of ids; unfinished imports are left out.</summary>
    public IReadOnlyList<(string Id, ProjectResult Result)> List(CancellationToken cancel = default)
    {
        return [.. Ids().Select(id => (id, Read(id, cancel)))];
    }

    /// <summary>Copies a project beside the others, checks the copy whole, syncs it, and makes it visible by one rename. It is the current one of its
    /// name from then on; which project PROG replays is not touched.</summary>
    /// <param name="path">Folder or zip file.</param>
    /// <param name="catalog">The chips there are.</param>
    /// <param name="cancel">Ends it; nothing is left behind.</param>
    /// <returns>The id, or null with every mistake.</returns>
    /// <exception cref="FileFaultException">The disk refused, or another import runs; nothing is left behind.</exception>
    public (string? Id, CheckResult Result) Import(string path, ChipCatalog catalog, CancellationToken cancel = default)
    {
        return Import(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), () => ProjectSource.Find(path), catalog, cancel);
    }

    /// <summary>Writes a stored project as a zip.</summary>
    /// <exception cref="IOException">There is no such project, or the disk refused.</exception>
    public void Export(string id, Stream destination, CancellationToken cancel = default)
    {
        var result = Read(id, cancel);
        ProjectPacker.WriteZip(result.Loaded ?? throw new IOException(result.Problems[0].ToString()), destination, cancel);
    }

    /// <summary>Removes a stored project. Nothing happens when there is none.</summary>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public void Remove(string id)
    {
        _folder.Delete(FileName(id));
        _shelf.Change(shelf => shelf.Without(id));
    }

    /// <summary>A board passed with this project: it has proven itself, and revisions nobody needs any more are removed.</summary>
    /// <param name="id">The project; nothing happens when it is not kept here.</param>
    /// <param name="record">The board's record.</param>
    /// <param name="active">The project PROG replays, which is never removed; null when none.</param>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public void Prove(string id, string record, string? active)
    {
        if (Shelf.LineOf(id)?.Revisions.Single(revision => revision.Id == id) is not { ProvenBy: null }) return;
        var spare = _shelf.Change(shelf => shelf.Prove(id, record)).Spare();
        foreach (var gone in spare.Where(gone => gone != active)) Remove(gone);
    }

    /// <summary>Makes a stored project the one that is meant by its name.</summary>
    /// <exception cref="FileFaultException">The disk refused.</exception>
    public void Point(string id) => _shelf.Change(shelf => shelf.Point(id));

    /// <summary>Whether a text has the form of an id.</summary>
    internal static bool IsId(string? name)
    {
        return name is { Length: IdLength } && name.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>Imports from anywhere.</summary>
    /// <param name="name">What to call it where there is no project.</param>
    /// <param name="find">Finds it, or throws <see cref="SourceException"/>.</param>
    /// <param name="catalog">The chips there are.</param>
    /// <param name="cancel">Ends it; nothing is left behind.</param>
    internal (string? Id, CheckResult Result) Import(string name, Func<ProjectSource> find, ChipCatalog catalog, CancellationToken cancel)
    {
        using var alone = _folder.Open(LockName);
        try
        {
            var source = find();
            if (StagedNames(source) is not { } names) return (null, Mistakes(name, source, catalog, cancel));
            Stage(source, names, cancel);
            return TakeStaged(catalog, cancel);
        }
        catch (SourceException refused)
        {
            return (null, new CheckResult(null, ProjectReader.Refusal(name, refused).Sorted));
        }
        finally
        {
            _folder.Delete(StagedName);
        }
    }

    /// <summary>What has to be copied; null where the text or a file is not as it should be. Only names and lengths are looked at.</summary>
    private static IReadOnlyList<string>? StagedNames(ProjectSource source)
    {
        var problems = new ProblemList(ProjectYaml.FileName);
        if (ProjectReader.Text(source, problems) is not { } text || ProjectYaml.Parse(text, problems) is not { } draft || problems.Count > 0) return null;
        var files = draft.Files.Select(file => file.Path).Concat((draft.Values.Serials?.Files ?? []).Select(side => side.Path)).ToList();
        return files.All(file => source.Length(file) is not null) ? ProjectPacker.Names(source, files) : null;
    }

    /// <summary>Every mistake, for one who looks at the whole project where it is.</summary>
    private static CheckResult Mistakes(string name, ProjectSource source, ChipCatalog catalog, CancellationToken cancel)
    {
        var (_, result) = ProjectCheck.Check(name, () => source, catalog, cancel);
        return result.Job is null ? result : throw new SourceException(ProblemCode.ChangedFile, "The project changed while it was imported; import it again.");
    }

    private void Stage(ProjectSource source, IReadOnlyList<string> names, CancellationToken cancel)
    {
        RequireRoom(names.Sum(file => source.Length(file) ?? 0));
        using var file = _folder.Open(StagedName);
        file.Truncate(0);
        using var stream = new StagingStream(file);
        ProjectPacker.Stage(source, names, stream, cancel);
        stream.Finish();
    }

    private void RequireRoom(long bytes)
    {
        var (free, total) = _folder.Space();
        if (free - bytes < Math.Min(total / ReserveShare, LargestReserve))
            throw new FileFaultException(FileFault.DiskFull, $"{_folder.Description} has {free >> 20} MiB free; {bytes >> 10} KiB more would leave too little for records");
    }

    /// <summary>Only what was written here counts from now on.</summary>
    private (string? Id, CheckResult Result) TakeStaged(ChipCatalog catalog, CancellationToken cancel)
    {
        var (loaded, check) = ProjectCheck.Check(StagedName, () => Source(StagedName), catalog, cancel);
        if (check.Job is null) return (null, check);
        if (_signatures.Refuse(loaded!.Source, loaded.Project) is { } unsigned) return (null, new CheckResult(null, [unsigned]));
        var id = loaded.Project.ContentHash;
        if (Read(id, cancel).Loaded is null) _folder.Rename(StagedName, FileName(id));
        _shelf.Change(shelf => Adopted(shelf, id, cancel).Take(loaded.Project));
        return (id, check);
    }

    /// <summary>Stored projects the shelf does not know, as after a cut between the two renames, or when its file was lost.</summary>
    private ProjectShelf Adopted(ProjectShelf shelf, string taken, CancellationToken cancel)
    {
        return Ids().Where(id => id != taken && shelf.LineOf(id) is null).Select(id => Read(id, cancel).Loaded).OfType<LoadedProject>()
            .Aggregate(shelf, (now, found) => now.Adopt(found.Project));
    }

    /// <summary>A stored project's file is named by what is in it; one that is not is damaged.</summary>
    private ProjectResult Read(string id, CancellationToken cancel)
    {
        var (loaded, problems) = ProjectReader.Inspect(id, () => Source(FileName(id)), cancel);
        if (problems.Count == 0 && loaded!.Project.ContentHash != id) problems.AddWhole(ProblemCode.ChangedFile, "The stored project is not the one that was imported; import it again.");
        return new ProjectResult(problems.Count == 0 ? loaded : null, problems.Sorted);
    }

    private ZipSource Source(string file)
    {
        return ZipSource.Find(file, () => _folder.OpenRead(file) ?? throw new SourceException(ProblemCode.NotFound, "There is no such project."));
    }

    private IEnumerable<string> Ids()
    {
        return _folder.Names().Select(name => IdOf(name)).OfType<string>();
    }
}
