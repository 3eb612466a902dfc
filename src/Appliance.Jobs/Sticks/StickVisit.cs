// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Selection;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Files;
using Appliance.Ports.Media;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Sticks;

/// <summary>What happens with one stick, from plugging in to the last lamp: reading → (writing) → ready or refused. Never throws for anything a stick,
/// a project or a disk did.</summary>
/// <param name="store">Where projects are kept.</param>
/// <param name="catalog">The chips there are.</param>
/// <param name="selection">Selects.</param>
/// <param name="journal">Where records are, and the name of the appliance; null where none can be carried out.</param>
public sealed class StickVisit(ProjectStore store, ChipCatalog catalog, ProjectSwitch selection, (IDurableFolder Folder, string Appliance)? journal)
{
    /// <summary>Does all there is to do with a stick.</summary>
    /// <param name="medium">The stick.</param>
    /// <param name="show">Told what to show meanwhile.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What to show as long as the stick is in.</returns>
    public StickReport Run(IMedium medium, Action<StickReport> show, CancellationToken cancel)
    {
        show(StickReport.Reading);
        try
        {
            if (medium.Refusal is { } refusal) return StickReport.Refused(Catalogue.StickUnreadable, medium.Label, refusal);
            var contents = StickReader.Read(medium);
            var taken = Take(medium, contents.Candidates, cancel);
            if (taken.Count == 0 && contents.Wish is null) return StickReport.Refused(Catalogue.StickEmpty, medium.Label, $"{contents.Candidates.Count} archives without a project.");
            var projects = taken.Count == 0 ? null : Choose(taken, contents.Select);
            return contents.Wish is { } wish ? Carry(medium, wish, projects, show, cancel) : projects!;
        }
        catch (JobFailure refused)
        {
            return StickReport.Refused(refused.Entry, "", refused.Message);
        }
        catch (FileFaultException disk)
        {
            return StickReport.Refused(EntryOf(disk.Fault), "", disk.Message);
        }
        catch (IOException stick)
        {
            return StickReport.Refused(medium.IsThere ? Catalogue.StickUnreadable : Catalogue.StickGone, "", stick.Message);
        }
    }

    private static CatalogueEntry EntryOf(FileFault fault) => fault switch
    {
        FileFault.DiskFull => Catalogue.NoRoom,
        FileFault.InUse => Catalogue.ImportRuns,
        _ => Catalogue.CannotKeep,
    };

    private List<StickTaken> Take(IMedium medium, IReadOnlyList<StickCandidate> candidates, CancellationToken cancel)
    {
        var taken = new List<StickTaken>();
        foreach (var candidate in candidates)
        {
            var (_, result) = store.Import(candidate.Name, candidate.Find, catalog, cancel);
            if (result.Problems.Count > 0 && !medium.IsThere) throw new MediumException(MediumFault.Gone, result.Problems[0].Message);
            if (!candidate.IsArchive || result.Problems is not [{ Code: ProblemCode.NoProjectFile }, ..])
                taken.Add(new StickTaken(candidate.Name, result.Job?.Project, result.Problems));
        }

        return taken;
    }

    private StickReport Choose(List<StickTaken> taken, string? wanted)
    {
        var choice = StickChoice.Of(taken, wanted);
        if (choice.Selected is not { } project) return choice.Refusal!;
        var now = selection.Select(project.ContentHash, project.Name, project.Revision);
        if (choice.Refusal is { } refusal) return refusal;
        return StickReport.Ready($"{project.Name} {project.Revision} is {(now ? "selected" : "taken in and is selected when this board is done")}.");
    }

    /// <summary>Records come last: the stick is read no more once it is written. A refusal of before is told after it.</summary>
    private StickReport Carry(IMedium medium, ExportWish wish, StickReport? projects, Action<StickReport> show, CancellationToken cancel)
    {
        if (journal is not { } records) return StickReport.Refused(Catalogue.ExportFailed, "", "There are no records on this appliance.");
        show(StickReport.Writing);
        try
        {
            var files = new RecordCarrier(records.Folder, records.Appliance).Carry(medium, wish, cancel);
            return projects switch
            {
                null => StickReport.Ready($"Records are on the stick: {string.Join(", ", files)}."),
                { Error: null } => projects with { Message = $"{projects.Message} Records are on the stick." },
                _ => projects,
            };
        }
        catch (JobFailure refused)
        {
            return StickReport.Refused(refused.Entry, "", $"{refused.Message} {projects?.Message}".TrimEnd());
        }
    }
}
