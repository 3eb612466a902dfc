// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Projects.Zip;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Media;

namespace Appliance.Jobs.Sticks;

/// <summary>
/// Looks at the top of a stick and one folder deep, no further: garbage, loops of folders and fifty thousand photos cost nothing. Entries that begin
/// with a dot are other programs' leftovers.
/// </summary>
internal static class StickReader
{
    private const string SelectName = "appliance-select.txt";
    private const string ExportName = "appliance-export.txt";
    private const string ArchiveExtension = ".zip";

    /// <summary>Looks.</summary>
    /// <exception cref="JobFailure">There is too much, or a text on the stick has a mistake.</exception>
    /// <exception cref="MediumException">It is gone, or cannot be read.</exception>
    public static StickContents Read(IMedium medium)
    {
        var entries = medium.List("", StickLimits.MostEntries);
        if (entries.Count > StickLimits.MostEntries)
            throw new JobFailure(Catalogue.StickTooMuch, $"More than {StickLimits.MostEntries} files and folders lie at the top of the stick.");
        var seen = entries.Where(entry => !entry.Name.StartsWith('.')).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        var candidates = Candidates(medium, seen).ToList();
        if (candidates.Count > StickLimits.MostProjects)
            throw new JobFailure(Catalogue.StickTooMuch, $"{candidates.Count} projects are on the stick; at most {StickLimits.MostProjects} are taken in at once.");
        return new StickContents(candidates, Text(medium, seen, SelectName) is { } select ? FirstLine(select) : null,
            Text(medium, seen, ExportName) is { } wish ? ExportWish.Parse(wish) : null, Find(seen, SetUpFile.FileName)?.Name);
    }

    private static IEnumerable<StickCandidate> Candidates(IMedium medium, List<MediumEntry> entries)
    {
        if (entries.Any(entry => IsProjectFile(entry))) yield return new StickCandidate(medium.Label, () => new StickProject(medium, ""), IsArchive: false);
        foreach (var entry in entries)
        {
            if (entry.IsFolder && HasProject(medium, entry.Name))
                yield return new StickCandidate(entry.Name, () => new StickProject(medium, entry.Name), IsArchive: false);
            else if (!entry.IsFolder && entry.Name.EndsWith(ArchiveExtension, StringComparison.OrdinalIgnoreCase))
                yield return new StickCandidate(entry.Name, () => Archive(medium, entry), IsArchive: true);
        }
    }

    private static ZipSource Archive(IMedium medium, MediumEntry entry) => entry.Length > 0
        ? ZipSource.Find(entry.Name, () => medium.OpenRead(entry.Name))
        : throw new SourceException(ProblemCode.BadArchive, "The file is empty; copy it again.");

    /// <summary>One question a folder, however much is in it; FAT and exFAT take any case.</summary>
    private static bool HasProject(IMedium medium, string folder) => medium.Length($"{folder}/{ProjectYaml.FileName}") is not null;

    private static bool IsProjectFile(MediumEntry entry) => IsCalled(entry, ProjectYaml.FileName);

    private static MediumEntry? Find(List<MediumEntry> entries, string name) => entries.FirstOrDefault(entry => IsCalled(entry, name));

    private static bool IsCalled(MediumEntry entry, string name) => !entry.IsFolder && PathRules.Folded(entry.Name) == PathRules.Folded(name);

    private static string? Text(IMedium medium, List<MediumEntry> entries, string name)
    {
        if (Find(entries, name) is not { } found) return null;
        if (found.Length == 0) return "";
        var bytes = new byte[StickLimits.MostTextBytes];
        using var stream = medium.OpenRead(found.Name);
        return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).TrimStart('\uFEFF');
    }

    /// <summary>The first line that is neither empty nor a comment; empty where there is none, so that nothing is selected by mistake.</summary>
    private static string FirstLine(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line is not ("" or ['#', ..])) ?? "";
}
