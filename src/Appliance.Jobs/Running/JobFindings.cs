// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Running;

/// <summary>What a job found out so far. Evidence is of the current attempt alone.</summary>
internal sealed class JobFindings(bool simulated)
{
    private readonly List<StageTime> _stages = [];
    private readonly List<SessionWarning> _warnings = [];

    public ProbeFacts? Probe { get; set; }

    public TargetIdentity? Identity { get; set; }

    public VerifyEvidence? Evidence { get; set; }

    public TimeSpan? TargetTime { get; private set; }

    public void Stage(StageTime stage) => _stages.Add(stage);

    public void Warn(SessionWarning warning) => _warnings.Add(warning);

    public void AddTargetTime(TimeSpan time) => TargetTime = (TargetTime ?? TimeSpan.Zero) + time;

    /// <summary>Forgets what an attempt found; its trouble stays as a warning.</summary>
    public void BeginAttempt(SessionWarning because)
    {
        Evidence = null;
        Identity = null;
        _stages.Clear();
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
            Probe,
            recordId,
            [.. _stages],
            Identity,
            Evidence,
            [.. _warnings],
            TargetTime,
            error);
    }
}
