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
/// <param name="setUp">Uses the set-up file of a stick; null where none is taken.</param>
public sealed class StickVisit(
    ProjectStore store, ChipCatalog catalog, ProjectSwitch selection, (IDurableFolder Folder, string Appliance)? journal, IStickSetUp? setUp = null)
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
            var setting = SetUp(medium, contents.SetUp);
            var taken = Take(medium, contents.Candidates, cancel);
            if (taken.Count == 0 && contents.Wish is null && setting is null) return StickReport.Refused(Catalogue.StickEmpty, medium.Label, $"{contents.Candidates.Count} archives without a project.");
            var report = With(setting, taken.Count == 0 ? null : Choose(taken, contents.Select));
            var spent = setting is { Refused: null } ? contents.SetUp : null;
            return spent is null && contents.Wish is null ? report! : Write(medium, contents.Wish, spent, report, show, cancel);
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

    private SetUpTaking? SetUp(IMedium medium, string? file)
    {
        if (setUp is null || file is null) return null;
        using var stream = medium.OpenRead(file);
        return setUp.Take(stream);
    }

    /// <summary>A set-up file that is not needed any more does not spoil the project beside it; a wrong one must be seen.</summary>
    private static StickReport? With(SetUpTaking? setting, StickReport? projects) => (setting, projects) switch
    {
        (null, _) => projects,
        ({ Refused: null }, null) => StickReport.Ready(setting.Message),
        ({ Refused: null }, { } done) => done with { Message = $"{setting.Message} {done.Message}" },
        ({ Refused: var known }, { Error: null } done) when known == Catalogue.SetUpDone => done with { Details = setting.Message },
        ({ Refused: { } refused }, { Error: null } done) => StickReport.Refused(refused, "", $"{setting.Message} {done.Message}"),
        ({ Refused: { } refused }, null) => StickReport.Refused(refused, "", setting.Message),
        (_, { } failed) => failed with { Details = $"{failed.Details} {setting.Message}" },
    };

    /// <summary>Writing comes last: the stick is read no more once it is written. A refusal of before is told after it.</summary>
    private StickReport Write(IMedium medium, ExportWish? wish, string? spent, StickReport? report, Action<StickReport> show, CancellationToken cancel)
    {
        if (wish is not null && journal is null) return StickReport.Refused(Catalogue.ExportFailed, "", "There are no records on this appliance.");
        show(StickReport.Writing);
        try
        {
            var files = StickWriter.Write(medium, stick => Write(stick, wish, spent, cancel), cancel);
            return files.Count == 0 ? report! : WithRecords(report, files);
        }
        catch (JobFailure refused) when (wish is null && refused.Entry != Catalogue.StickGone)
        {
            return report! with { Message = $"{report.Message} {spent} could not be erased.", Action = $"Erase {spent} on the stick: it holds the password.", Details = refused.Message };
        }
        catch (JobFailure refused)
        {
            return StickReport.Refused(refused.Entry, "", $"{refused.Message} {report?.Message}".TrimEnd());
        }
    }

    private IReadOnlyList<string> Write(IDurableFolder stick, ExportWish? wish, string? spent, CancellationToken cancel)
    {
        // The secret first: records can be asked for again.
        if (spent is not null) stick.Delete(spent);
        return wish is null ? [] : new RecordCarrier(journal!.Value.Folder, journal.Value.Appliance).Carry(stick, wish, cancel);
    }

    private static StickReport WithRecords(StickReport? report, IReadOnlyList<string> files) => report switch
    {
        null => StickReport.Ready($"Records are on the stick: {string.Join(", ", files)}."),
        { Error: null } => report with { Message = $"{report.Message} Records are on the stick." },
        _ => report,
    };
}
