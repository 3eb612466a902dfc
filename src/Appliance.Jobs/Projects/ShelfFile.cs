// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Projects;

/// <summary>The shelf on the disk: <c>shelf.json</c>, replaced whole. What it says can be lost without harm: the projects themselves are the truth, and
/// those it does not know are adopted.</summary>
internal sealed class ShelfFile(IDurableFolder folder)
{
    private const string FileName = "shelf.json";
    private const string LockName = "shelf.lock";
    private const int MaximumBytes = 4 << 20;

    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private readonly Lock _gate = new();

    /// <summary>The shelf as it is on the disk, without revisions that are gone; empty where the file is missing or damaged.</summary>
    public ProjectShelf Read()
    {
        var there = folder.Names().ToHashSet(StringComparer.Ordinal);
        var shelf = Parse();
        foreach (var id in shelf.Lines.SelectMany(line => line.Revisions).Select(revision => revision.Id).Where(id => !there.Contains(ProjectStore.FileName(id))).ToList())
            shelf = shelf.Without(id);
        return shelf;
    }

    /// <summary>Changes the shelf; nobody else does meanwhile.</summary>
    /// <returns>The shelf now.</returns>
    /// <exception cref="FileFaultException">The disk refused, or another process changes it at this moment.</exception>
    public ProjectShelf Change(Func<ProjectShelf, ProjectShelf> change)
    {
        lock (_gate)
        {
            using var alone = folder.Open(LockName);
            var before = Read();
            var after = change(before);
            if (!ReferenceEquals(after, before)) folder.Replace(FileName, JsonSerializer.SerializeToUtf8Bytes(after, Form));
            return after;
        }
    }

    private ProjectShelf Parse()
    {
        using var stream = folder.OpenRead(FileName);
        if (stream is null || stream.Length > MaximumBytes) return ProjectShelf.Empty;
        try
        {
            var shelf = JsonSerializer.Deserialize<ProjectShelf>(stream, Form);
            return shelf is not null && IsWhole(shelf) ? shelf : ProjectShelf.Empty;
        }
        catch (JsonException)
        {
            return ProjectShelf.Empty;
        }
    }

    /// <summary>The reader of JSON leaves out what is not written; a shelf with gaps is as good as none.</summary>
    private static bool IsWhole(ProjectShelf shelf) => shelf.Lines is { } lines && lines.All(line =>
        line is { Name.Length: > 0, Current: not null, Revisions.Count: > 0 } && line.Revisions.All(revision => revision?.Revision is not null && ProjectStore.IsId(revision.Id))
        && line.Revisions.Any(revision => revision.Id == line.Current));
}
