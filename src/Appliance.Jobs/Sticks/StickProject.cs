// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Media;

namespace Appliance.Jobs.Sticks;

/// <summary>
/// A project in a folder of a stick. Names are found as a FAT finds them, whatever the case; two entries that a FAT would take for one are refused,
/// since nobody knows which of them is meant. Folders are listed once, and only those that the project's paths go through.
/// </summary>
internal sealed class StickProject(IMedium medium, string folder) : ProjectSource
{
    private readonly Dictionary<string, ILookup<string, MediumEntry>> _listed = new(StringComparer.Ordinal);

    public override string Name => folder.Length == 0 ? medium.Label : folder;

    public override long? Length(string path) => Locate(path) is { } found ? Plain(path, found.Entry).Length : null;

    public override Stream Open(string path)
    {
        var (real, entry) = Locate(path) ?? throw new SourceException(ProblemCode.MissingFile, $"There is no file {path}.");
        Plain(path, entry);
        return medium.OpenRead(real);
    }

    /// <summary>What is beside the project file; folders below it are not searched.</summary>
    public override IEnumerable<string> Names() => Entries(folder).SelectMany(group => group).Where(entry => !entry.IsFolder).Select(entry => PathRules.Compose(entry.Name));

    private static MediumEntry Plain(string path, MediumEntry entry) =>
        entry.IsFolder || entry.Length == 0 ? throw new SourceException(ProblemCode.SpecialFile, $"\"{path}\" is empty or no plain file.") : entry;

    private (string Path, MediumEntry Entry)? Locate(string path)
    {
        var (at, parts) = (folder, path.Split('/'));
        for (var i = 0; ; i++)
        {
            var same = Entries(at)[PathRules.Folded(parts[i])].ToList();
            if (same.Count == 0) return null;
            if (same.Count > 1) throw new SourceException(ProblemCode.DuplicateEntry, $"\"{MapReader.Shorten(parts[i])}\" is on the stick twice; copy the project to an empty stick.");
            at = at.Length == 0 ? same[0].Name : $"{at}/{same[0].Name}";
            if (i == parts.Length - 1) return (at, same[0]);
            if (!same[0].IsFolder) return null;
        }
    }

    private ILookup<string, MediumEntry> Entries(string where)
    {
        if (_listed.TryGetValue(where, out var known)) return known;
        var entries = medium.List(where, StickLimits.MostEntries);
        if (entries.Count > StickLimits.MostEntries)
            throw new SourceException(ProblemCode.TooLarge, $"The folder of the project has more than {StickLimits.MostEntries} entries; leave only the project in it.");
        return _listed[where] = entries.ToLookup(entry => PathRules.Folded(entry.Name), StringComparer.Ordinal);
    }
}
