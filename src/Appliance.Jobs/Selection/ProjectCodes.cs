// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Sticks;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Selection;

/// <summary>
/// Selects kept projects by what a scanner read, the selection switches say or a tester names. Only while no job runs: a scan in the middle of one is
/// refused and forgotten. Safe from several threads.
/// </summary>
/// <param name="store">The kept projects.</param>
/// <param name="selection">Selects.</param>
/// <param name="active">Id of the active project; null when none.</param>
public sealed class ProjectCodes(ProjectStore store, ProjectSwitch selection, Func<string?> active)
{
    /// <summary>Longest text that is looked for; names and barcodes are shorter.</summary>
    private const int MaximumText = 128;

    /// <summary>A scanner read a text: the name of a project, or its <c>barcode</c>.</summary>
    public StickReport Scan(string text) => Select(Catalogue.CodeUnknown, MapReader.Shorten(text), line => Says(line, text.Trim()));

    /// <summary>A tester names a project, in any case, as a Flasher takes it: with or without the number in front ("03_Door"; kb.segger.com, "Flasher -
    /// Project Management").</summary>
    public StickReport Named(string said) => Select(Catalogue.CodeUnknown, MapReader.Shorten(said), line => IsCalled(line.Name, said));

    /// <summary>The switches say a number.</summary>
    /// <param name="number">What they say.</param>
    /// <param name="table">Names of projects by number.</param>
    /// <returns>What to show; null where their project is the active one already.</returns>
    public StickReport? Turn(int number, IReadOnlyDictionary<int, string> table)
    {
        bool IsMeant(ShelfLine line) => table.TryGetValue(number, out var name) && line.Name == PathRules.Compose(name);
        return store.Shelf.Lines.FirstOrDefault(IsMeant)?.Current is { } current && current == active() ? null : Select(Catalogue.SwitchesUnknown, $"number {number}", IsMeant);
    }

    private static bool Says(ShelfLine line, string text) =>
        text.Length is > 0 and <= MaximumText && (line.Name == PathRules.Compose(text) || Current(line).Barcode == text);

    private static bool IsCalled(string project, string said)
    {
        var bare = said.TrimStart("0123456789".ToCharArray());
        return project.Equals(said, StringComparison.OrdinalIgnoreCase) || (bare.StartsWith('_') && project.Equals(bare[1..], StringComparison.OrdinalIgnoreCase));
    }

    private static ShelfRevision Current(ShelfLine line) => line.Revisions.Single(revision => revision.Id == line.Current);

    private StickReport Select(CatalogueEntry unknown, string what, Func<ShelfLine, bool> isMeant)
    {
        var meant = store.Shelf.Lines.Where(isMeant).ToList();
        if (meant is not [var line])
            return StickReport.Refused(unknown, what, meant.Count == 0 ? "" : $"{string.Join(" and ", meant.Select(one => one.Name))} have the same code.");
        var current = Current(line);
        try
        {
            return active() == current.Id || selection.SelectNow(current.Id, line.Name, current.Revision)
                ? new StickReport(Panel.PanelState.StickReady, "SELECTED", $"{line.Name} {current.Revision} is selected.", "Put a board into the fixture and press PROG.")
                : StickReport.Refused(Catalogue.JobRuns, line.Name, "");
        }
        catch (JobFailure refused)
        {
            return StickReport.Refused(refused.Entry, line.Name, refused.Message);
        }
    }
}
