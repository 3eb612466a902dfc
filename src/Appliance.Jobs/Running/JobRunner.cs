// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Power;
using Appliance.Ports.Power;

namespace Appliance.Jobs.Running;

/// <summary>
/// Runs one job from press to record. The only place that decides a verdict: PASS needs the evidence of a verify that read the target in this
/// very attempt, and a record that is on the disk.
/// </summary>
/// <param name="sessions">Opens the probe.</param>
/// <param name="records">Where records are begun.</param>
/// <param name="time">Appliance time.</param>
/// <param name="power">Supply of the target; null where there is nothing to switch and to sense.</param>
public sealed class JobRunner(ISessionFactory sessions, IRecordKeeper records, TimeProvider time, ITargetPower? power = null)
{
    private readonly ITargetPower _power = power ?? new DisabledTargetPower();

    /// <summary>Runs the job on the calling thread.</summary>
    /// <param name="prepare">Gives the checked project, or throws <see cref="JobFailure"/> with the reason there is none.</param>
    /// <param name="source">Who pressed.</param>
    /// <param name="report">Receives every event, in order, on the calling thread.</param>
    /// <param name="cancel">A person stops the job.</param>
    /// <returns>How it ended. Never throws for anything a board, a probe, a project or a disk did.</returns>
    public JobOutcome Run(Func<PreparedJob> prepare, PressSource source, Action<JobEvent> report, CancellationToken cancel)
    {
        var run = new JobRun(sessions, records, time, _power, report);
        var outcome = Execute(run, prepare, source, cancel);
        report(new JobFinished(outcome));
        return outcome;
    }

    /// <summary>Whatever goes wrong with this program itself is an outcome too: the service goes on.</summary>
    private JobOutcome Execute(JobRun run, Func<PreparedJob> prepare, PressSource source, CancellationToken cancel)
    {
        try
        {
            return run.Execute(prepare, source, cancel);
        }
        catch (Exception mistake)
        {
            return new JobFindings(sessions.Simulated).Outcome(null, "", OutcomeTranslator.Translate(mistake, JobStage.Record));
        }
    }
}
