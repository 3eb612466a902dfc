// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>One revision of a project that is kept.</summary>
/// <param name="Id">Its content hash.</param>
/// <param name="Revision">Revision as people write it.</param>
/// <param name="Barcode">What a scanner reads for it; null when nothing.</param>
/// <param name="ProvenBy">Record of the first board that passed with it; null as long as none did.</param>
public sealed record ShelfRevision(string Id, string Revision, string? Barcode, string? ProvenBy);

/// <summary>All kept revisions of the projects of one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Current">Id of the revision that is meant when the name is said.</param>
/// <param name="Revisions">In the order they came, newest last.</param>
public sealed record ShelfLine(string Name, string Current, IReadOnlyList<ShelfRevision> Revisions);

/// <summary>
/// Which revisions are kept, which of each name is the current one, and which has proven itself. A value; each change is a new one.
/// </summary>
/// <param name="Lines">One for each name.</param>
public sealed record ProjectShelf(IReadOnlyList<ShelfLine> Lines)
{
    /// <summary>Nothing is kept.</summary>
    public static ProjectShelf Empty { get; } = new([]);

    /// <summary>The line a revision is in, or null.</summary>
    public ShelfLine? LineOf(string id) => Lines.FirstOrDefault(line => line.Revisions.Any(revision => revision.Id == id));

    /// <summary>A revision came, perhaps again: it is the newest of its name and the current one.</summary>
    public ProjectShelf Take(Project project)
    {
        var line = Find(project.Name);
        var known = line?.Revisions.FirstOrDefault(revision => revision.Id == project.ContentHash);
        var taken = known ?? new ShelfRevision(project.ContentHash, project.Revision, project.Barcode, null);
        IEnumerable<ShelfRevision> others = line?.Revisions.Where(revision => revision.Id != taken.Id) ?? [];
        return With(new ShelfLine(Composed(project.Name), taken.Id, [.. others, taken]));
    }

    /// <summary>A revision was found that the shelf does not know: it is the oldest of its name, and current only where it is alone.</summary>
    public ProjectShelf Adopt(Project project)
    {
        var found = new ShelfRevision(project.ContentHash, project.Revision, project.Barcode, null);
        return With(Find(project.Name) is { } line
            ? line with { Revisions = [found, .. line.Revisions] }
            : new ShelfLine(Composed(project.Name), found.Id, [found]));
    }

    /// <summary>A board passed with a revision. The first record stays.</summary>
    public ProjectShelf Prove(string id, string record)
    {
        return LineOf(id) is { } line
            ? With(line with { Revisions = [.. line.Revisions.Select(revision => revision.Id == id ? revision with { ProvenBy = revision.ProvenBy ?? record } : revision)] })
            : this;
    }

    /// <summary>The revision that comes back when the current one of a name is given up: the newest proven one that came before it, else the newest
    /// before it; null when there is none.</summary>
    public ShelfRevision? Before(string name)
    {
        if (Find(name) is not { } line) return null;
        var earlier = line.Revisions.TakeWhile(revision => revision.Id != line.Current).ToList();
        return earlier.LastOrDefault(revision => revision.ProvenBy is not null) ?? earlier.LastOrDefault();
    }

    /// <summary>Makes a kept revision the current one of its name.</summary>
    public ProjectShelf Point(string id) => LineOf(id) is { } line ? With(line with { Current = id }) : this;

    /// <summary>A revision is gone; a line without any goes with it.</summary>
    public ProjectShelf Without(string id)
    {
        if (LineOf(id) is not { } line) return this;
        List<ShelfRevision> rest = [.. line.Revisions.Where(revision => revision.Id != id)];
        return rest.Count == 0
            ? new ProjectShelf([.. Lines.Where(other => other != line)])
            : With(line with { Revisions = rest, Current = line.Current == id ? rest[^1].Id : line.Current });
    }

    /// <summary>
    /// The revisions nobody needs any more. None as long as the current one of their name has not proven itself; then all but the current one, the
    /// one that would come back in its place, and whatever came after it.
    /// </summary>
    public IReadOnlyList<string> Spare()
    {
        return [.. Lines.SelectMany(Spare)];
    }

    private IEnumerable<string> Spare(ShelfLine line)
    {
        var proven = line.Revisions.Any(revision => revision.Id == line.Current && revision.ProvenBy is not null);
        var back = Before(line.Name);
        return proven ? line.Revisions.TakeWhile(revision => revision.Id != line.Current).Where(revision => revision != back).Select(revision => revision.Id) : [];
    }

    /// <summary>The line of a name, or null.</summary>
    public ShelfLine? Find(string name) => Lines.FirstOrDefault(line => line.Name == Composed(name));

    private ProjectShelf With(ShelfLine changed) => new([.. Lines.Where(line => line.Name != changed.Name).Append(changed).OrderBy(line => line.Name, StringComparer.Ordinal)]);

    private static string Composed(string name) => PathRules.Compose(name);
}
