// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.Json;
using Appliance.Flashing;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Service.Composition;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Cli;

/// <summary><c>projects</c>: check projects before they meet a board, keep them on the appliance, select one.</summary>
internal static class ProjectsCommand
{
    private const int ShownId = 12;

    public static Command Create() =>
        new("projects", "Check projects before any board is touched; keep them on the appliance.")
        {
            Check(), List(), Import(), Export(), Select(), Rollback(), ProjectsSigning.Sign(), ProjectsSigning.Key(),
        };

    private static Command Check()
    {
        var (path, home, json) = (Path(), Options.Home(), Options.Json());
        var simulated = new Option<bool>("--simulated") { Description = "Show the serial that a simulated job would give." };
        var probe = Options.Probe();
        var command = new Command("check", "Print the whole plan of a project and the bytes of the next board, or every mistake in it at once.") { path, probe, simulated, home, json };
        command.SetAction(parsed =>
        {
            var result = ProjectCheck.Check(parsed.GetRequiredValue(path), ChipCatalog.Default, Route(parsed.GetValue(probe), parsed.GetValue(home)));
            var next = result.Job is { } ready ? SerialText.Next(ready, ApplianceHome.Locate(parsed.GetValue(home)), parsed.GetValue(simulated)) : null;
            if (parsed.GetValue(json)) Console.WriteLine(CheckJson.Render(result, next));
            if (result.Job is not { } job)
                return parsed.GetValue(json) ? ExitCodes.BadInput : throw new BadInputException(string.Join("\n", result.Problems));
            if (parsed.GetValue(json)) return ExitCodes.Pass;
            Console.WriteLine($"{job.Project.Name} {job.Project.Revision} for {job.Project.Target}, content {job.Project.ContentHash}");
            Console.Write(FlashPlanText.Render(job.Plan));
            if (next is not null) SerialText.Write(job.Serials!, next);
            return ExitCodes.Pass;
        });
        return command;
    }

    /// <summary>What the probe can do that is named, or else that the appliance has.</summary>
    private static SessionCapabilities Route(string? probe, string? home) =>
        ProbeRoute.Capabilities(probe is null ? ProbeOpener.ParseSettings(ApplianceHome.Locate(home).Settings.Settings.Probe) : ProbeOpener.Parse(probe));

    private static Command List()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var command = new Command("list", "List the projects kept on the appliance.") { home, json };
        command.SetAction(parsed =>
        {
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            var store = folder.OpenProjects();
            var (rows, shelf) = (store.List(), store.Shelf);
            if (parsed.GetValue(json))
            {
                var projects = rows.Select(row => new
                {
                    id = row.Id, name = row.Result.Loaded?.Project.Name, revision = row.Result.Loaded?.Project.Revision, usable = row.Result.Loaded is not null,
                    active = row.Id == folder.ActiveId(), current = shelf.LineOf(row.Id)?.Current == row.Id, provenBy = ProvenBy(shelf, row.Id),
                });
                Console.WriteLine(JsonSerializer.Serialize(new { projects }));
                return ExitCodes.Pass;
            }

            foreach (var (id, result) in rows)
            {
                var mark = id == folder.ActiveId() ? "*" : " ";
                Console.WriteLine($"{mark} {id[..ShownId]}  {(result.Loaded is { } loaded ? $"{loaded.Project.Name} {loaded.Project.Revision} for {loaded.Project.Target}, {Standing(shelf, id)}" : $"damaged: {result.Problems[0]}")}");
            }

            if (rows.Count == 0) Console.WriteLine("No projects are kept here. 'projects import PATH' brings one in.");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Import()
    {
        var (path, home) = (Path(), Options.Home());
        var command = new Command("import", "Check a project whole and keep it on the appliance.") { path, home };
        command.SetAction(parsed =>
        {
            var store = ApplianceHome.Locate(parsed.GetValue(home)).OpenProjects();
            var (id, result) = store.Import(parsed.GetRequiredValue(path), ChipCatalog.Default);
            Console.WriteLine(id ?? throw new BadInputException(string.Join("\n", result.Problems)));
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Export()
    {
        var (id, home) = (Id(), Options.Home());
        var file = new Argument<FileInfo>("FILE") { Description = "The .zip to write." };
        var command = new Command("export", "Write a kept project as a .zip.") { id, file, home };
        command.SetAction(parsed =>
        {
            var store = ApplianceHome.Locate(parsed.GetValue(home)).OpenProjects();
            var wanted = Known(store, parsed.GetRequiredValue(id));
            using var zip = parsed.GetRequiredValue(file).Create();
            store.Export(wanted, zip);
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Select()
    {
        var (id, home) = (Id(), Options.Home());
        var command = new Command("select", "Make a kept project the one that PROG replays.") { id, home };
        command.SetAction(parsed =>
        {
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            var store = folder.OpenProjects();
            var wanted = Known(store, parsed.GetRequiredValue(id));
            store.Point(wanted);
            Selected(folder.Select(wanted));
            return ExitCodes.Pass;
        });
        return command;
    }

    private static Command Rollback()
    {
        var home = Options.Home();
        var name = new Argument<string>("NAME") { Description = "Name of the project." };
        var command = new Command("rollback", "Bring the revision before the current one back; where the project is active, PROG replays it from the next press on.") { name, home };
        command.SetAction(parsed =>
        {
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            var (store, wanted) = (folder.OpenProjects(), parsed.GetRequiredValue(name));
            var shelf = store.Shelf;
            if (shelf.Find(wanted) is not { } line)
                throw new BadInputException($"There is no project '{wanted}'. There are: {string.Join(", ", shelf.Lines.Select(known => known.Name))}.");
            var back = shelf.Before(wanted) ?? throw new BadInputException($"No revision of '{wanted}' before the current one is kept.");
            var active = folder.ActiveId() is { } id && line.Revisions.Any(revision => revision.Id == id);
            store.Point(back.Id);
            if (active) Selected(folder.Select(back.Id));
            Console.WriteLine($"{line.Name} {back.Revision} is back{(active ? "" : "; another project is active")}.");
            return ExitCodes.Pass;
        });
        return command;
    }

    private static void Selected(IReadOnlyList<Problem> problems)
    {
        if (problems.Count > 0) throw new BadInputException(string.Join("\n", problems));
    }

    private static string? ProvenBy(ProjectShelf shelf, string id) => shelf.LineOf(id)?.Revisions.Single(revision => revision.Id == id).ProvenBy;

    private static string Standing(ProjectShelf shelf, string id) =>
        (shelf.LineOf(id)?.Current == id ? "current, " : "") + (ProvenBy(shelf, id) is { } record ? $"proven by {record}" : "not proven yet");

    /// <summary>The one kept project whose id begins so.</summary>
    private static string Known(ProjectStore store, string beginning)
    {
        var found = store.List().Select(row => row.Id).Where(id => id.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw new BadInputException($"There is no project '{beginning}'. 'projects list' shows them."),
            _ => throw new BadInputException($"'{beginning}' is the beginning of {found.Count} projects; give more of it."),
        };
    }

    private static Argument<string> Path() => new("PATH") { Description = "Folder or .zip of the project." };

    private static Argument<string> Id() => new("ID") { Description = "The project: the beginning of what 'projects list' shows is enough." };
}
