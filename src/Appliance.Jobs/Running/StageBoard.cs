// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Running;

/// <summary>The stages of the running job as shown, and one overall progress that never goes back within an attempt.</summary>
internal sealed class StageBoard
{
    /// <summary>Share of each stage in the overall progress where nothing better is known; program and verify are what one waits for.</summary>
    private static readonly Dictionary<JobStage, double> Weights = new()
    {
        [JobStage.Coprocessor] = 0, // Few projects have it, and nobody knows how long FUS takes.
        [JobStage.Project] = 1, [JobStage.Probe] = 1, [JobStage.Connect] = 2, [JobStage.Identify] = 1, [JobStage.Erase] = 10,
        [JobStage.Program] = 60, [JobStage.Verify] = 22, [JobStage.Reset] = 2, [JobStage.Record] = 1,
    };

    private StageView[] _stages = Fresh();

    public IReadOnlyList<StageView> Stages => _stages;

    public double Progress => _stages.Sum(view => Weights[view.Stage] * view.Fraction) / Weights.Values.Sum();

    /// <summary>Forgets the last job.</summary>
    public void Clear() => _stages = Fresh();

    /// <summary>Takes one event in.</summary>
    public void Apply(JobEvent happened)
    {
        switch (happened)
        {
            case JobStarted:
                _stages = Fresh();
                break;
            case Retrying:
                _stages = [_stages[0], .. Fresh().Skip(1)];
                break;
            case StageStarted started:
                Show(started.Stage);
                Change(started.Stage, view => view with { State = StageState.Running, Fraction = 0 });
                break;
            case StageProgress { Total: > 0 } progress:
                Change(progress.Stage, view => view with { Fraction = Math.Max(view.Fraction, (double)progress.Done / progress.Total) });
                break;
            case StageFinished finished:
                Change(finished.Stage, view => view with { State = finished.Skipped.Length > 0 ? StageState.Skipped : StageState.Done, Fraction = 1, Elapsed = finished.Elapsed });
                break;
            case StageFailed failed:
                Change(failed.Stage, view => view with { State = StageState.Failed });
                break;
            case JobFinished:
                Close();
                break;
        }
    }

    /// <summary>A stage that most jobs do not have is shown once it begins.</summary>
    private void Show(JobStage stage)
    {
        if (_stages.All(view => view.Stage != stage))
            _stages = [.. _stages.Append(new StageView(stage, StageState.Waiting, null, 0)).OrderBy(view => view.Stage)];
    }

    private static StageView[] Fresh() => [.. Enum.GetValues<JobStage>().Where(stage => stage != JobStage.Coprocessor).Select(stage => new StageView(stage, StageState.Waiting, null, 0))];

    private void Close()
    {
        _stages = [.. _stages.Select(view => view.State is StageState.Waiting or StageState.Running ? view with { State = StageState.Skipped } : view)];
    }

    private void Change(JobStage stage, Func<StageView, StageView> change) =>
        _stages = [.. _stages.Select(view => view.Stage == stage ? change(view) : view)];
}
