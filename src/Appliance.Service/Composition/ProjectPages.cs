// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Selection;
using Appliance.Service.Web.Projects;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Composition;

/// <summary>What the pages do with the projects of an appliance. One change at a time.</summary>
/// <param name="home">The appliance.</param>
/// <param name="selection">Selects; null where nothing can be selected, as on the line of a demo.</param>
internal sealed class ProjectPages(ApplianceHome home, ProjectSwitch? selection) : IProjectDesk
{
    private readonly Lock _changes = new();

    /// <inheritdoc/>
    public string? Active => home.ActiveId();

    /// <inheritdoc/>
    public IReadOnlyList<KeptProject> List()
    {
        var store = home.OpenProjects();
        var shelf = store.Shelf;
        return [.. store.List().Select(row => Kept(row, shelf))];
    }

    /// <inheritdoc/>
    public string OpenUpload(out FileStream stream)
    {
        Directory.CreateDirectory(home.Uploads);
        var path = Path.Combine(home.Uploads, Path.GetRandomFileName() + ".zip");
        stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        return path;
    }

    /// <inheritdoc/>
    public CheckResult Check(string path, CancellationToken cancel) =>
        ProjectCheck.Check(path, ChipCatalog.Default, DebugRouteSession.RouteCapabilities, cancel);

    /// <inheritdoc/>
    public (string? Id, CheckResult Result) Import(string path, CancellationToken cancel)
    {
        lock (_changes)
            return home.OpenProjects().Import(path, ChipCatalog.Default, cancel);
    }

    /// <inheritdoc/>
    public string? Select(string id)
    {
        if (selection is null) return "No project can be selected on this line.";
        lock (_changes)
        {
            if (home.OpenProjects().List().FirstOrDefault(row => row.Id == id).Result?.Loaded?.Project is not { } project) return "There is no such project that could be used.";
            try
            {
                return selection.SelectNow(id, project.Name, project.Revision) ? null : "A job runs. Select the project when it is over.";
            }
            catch (JobFailure refused)
            {
                return $"{refused.Entry.Text} {refused.Message}";
            }
        }
    }

    /// <inheritdoc/>
    public string? Remove(string id)
    {
        lock (_changes)
        {
            if (id == Active) return "This project is the active one. Select another one first.";
            var store = home.OpenProjects();
            if (store.List().All(row => row.Id != id)) return "There is no such project.";
            store.Remove(id);
            return null;
        }
    }

    private static KeptProject Kept((string Id, ProjectResult Result) row, ProjectShelf shelf)
    {
        if (row.Result.Loaded?.Project is not { } project)
            return new KeptProject(row.Id, "", "", "", [.. row.Result.Problems.Select(problem => problem.ToString())], null, null);
        var line = shelf.LineOf(row.Id);
        var before = line?.Current == row.Id ? shelf.Before(line.Name) : null;
        var provenBy = line?.Revisions.FirstOrDefault(revision => revision.Id == row.Id)?.ProvenBy;
        return new KeptProject(row.Id, project.Name, project.Revision, project.Target, [], provenBy, before is null ? null : new EarlierRevision(before.Id, before.Revision));
    }
}
