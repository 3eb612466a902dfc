// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Running;

/// <summary>What a job found out so far. Evidence is of the current attempt alone.</summary>
internal sealed class JobFindings(bool simulated)
{
    private readonly List<StageTime> _stages = [];
    private readonly List<SessionWarning> _warnings = [];
    private ProbeFacts? _probe;
    private TimeSpan? _targetTime;
    private long? _cycles;

    public TargetIdentity? Identity { get; set; }

    public VerifyEvidence? Evidence { get; set; }

    /// <summary>Serial given to the board; empty where there is none.</summary>
    public string Serial { get; set; } = "";

    public void Stage(StageTime stage) => _stages.Add(stage);

    public void Warn(SessionWarning warning) => _warnings.Add(warning);

    /// <summary>Adds what one attempt took; a probe's own counts may go on from the job before.</summary>
    public void Spent(ProbeFacts probe, TimeSpan time, long? cycles)
    {
        _targetTime = (_targetTime ?? TimeSpan.Zero) + time;
        _cycles = cycles is null ? null : (_cycles ?? 0) + cycles;
        _probe = probe with { Cycles = _cycles };
    }

    /// <summary>Forgets what an attempt found; its trouble stays as a warning.</summary>
    public void BeginAttempt(SessionWarning because)
    {
        Evidence = null;
        Identity = null;
        _stages.RemoveAll(stage => stage.Stage != JobStage.Project);
        _warnings.Add(because);
    }

    public JobOutcome Outcome(PreparedJob? job, string recordId, JobError? error)
    {
        if (error is null && Evidence is null)
            error = new JobError(Catalogue.Internal, JobStage.Verify, "evidence of a verify", "none", "The job ended without evidence from the target.");
        return new JobOutcome(
            error is null ? Verdict.Pass : Verdict.Fail,
            job?.Project.Name ?? "",
            job?.Project.Revision ?? "",
            job?.Project.Target ?? "",
            simulated,
            _probe,
            recordId,
            [.. _stages],
            Identity,
            Evidence,
            [.. _warnings],
            _targetTime,
            error,
            Serial);
    }
}
