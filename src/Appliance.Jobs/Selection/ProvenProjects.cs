// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Selection;

/// <summary>
/// Notes the first real board that passes with a project, and lets a waiting selection through when a job is over. A simulated board proves nothing,
/// nor does a job that programmed nothing: a tester's verify of a board that another revision made.
/// Life cycle: create → dispose.
/// </summary>
public sealed class ProvenProjects : IDisposable
{
    private readonly IStation _station;
    private readonly ProjectDesk _desk;
    private readonly ProjectStore _store;
    private readonly Func<string?> _active;
    private readonly Action _idle;
    private string _content = "";

    /// <summary>Follows a station.</summary>
    /// <param name="station">Whose jobs.</param>
    /// <param name="desk">Whose thread is used.</param>
    /// <param name="store">Where projects are kept.</param>
    /// <param name="active">Id of the active project; null when none.</param>
    /// <param name="idle">Called on the desk's thread when a job is over.</param>
    public ProvenProjects(IStation station, ProjectDesk desk, ProjectStore store, Func<string?> active, Action idle)
    {
        (_station, _desk, _store, _active, _idle) = (station, desk, store, active, idle);
        station.JobEvent += Take;
    }

    /// <inheritdoc/>
    public void Dispose() => _station.JobEvent -= Take;

    private void Take(JobEvent happened)
    {
        if (happened is JobStarted started) _content = started.ContentHash;
        if (happened is not JobFinished { Outcome: var outcome }) return;
        var content = _content;
        _desk.Post(_ => _idle());
        if (outcome is { Error: null, Simulated: false } && content.Length > 0 && Programmed(outcome)) _desk.Post(_ => _store.Prove(content, outcome.RecordId, _active()));
    }

    private static bool Programmed(JobOutcome outcome) => outcome.Stages.Any(stage => stage is { Stage: JobStage.Program, End: StageEnd.Done });
}
