// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;

namespace Appliance.Jobs.Running;

/// <summary>
/// The appliance as panel, page and console see it: one state, one button. All members may be called from any thread.
/// </summary>
public interface IStation
{
    /// <summary>What there is to show now.</summary>
    StationSnapshot Snapshot { get; }

    /// <summary>Raised after <see cref="Snapshot"/> changed, on any thread; handlers must return quickly.</summary>
    event Action<StationSnapshot>? Changed;

    /// <summary>Raised for each event of a job, in order, on the job's thread; handlers must return quickly.</summary>
    event Action<JobEvent>? JobEvent;

    /// <summary>PROG. Starts a job unless one runs.</summary>
    /// <returns>Whether a job was started; false while one runs.</returns>
    bool Press(PressSource source);

    /// <summary>PROG for a part of a job.</summary>
    /// <returns>As <see cref="Press(PressSource)"/>; false too where the station does whole jobs alone.</returns>
    bool Press(PressSource source, JobPart part) => part == JobPart.Whole && Press(source);

    /// <summary>Asks the running job to stop; it ends FAIL with its own code and leaves the target in a known state.</summary>
    /// <returns>Whether a job was running.</returns>
    bool CancelJob();
}

/// <summary>Who pressed.</summary>
public enum PressSource
{
    /// <summary>The button of the panel.</summary>
    Button,

    /// <summary>The page.</summary>
    Page,

    /// <summary>A command of the shell.</summary>
    Console,

    /// <summary>The START line of a tester.</summary>
    Tester,

    /// <summary>The remote control of a tester.</summary>
    Remote,
}

/// <summary>What there is to show.</summary>
/// <param name="State">The panel's state.</param>
/// <param name="Message">One plain sentence for the operator; on an error what is wrong.</param>
/// <param name="Action">What to do next; empty when there is nothing to do but to press PROG.</param>
/// <param name="Project">Active project, empty when none.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Target">Its target.</param>
/// <param name="Probe">Probe in use.</param>
/// <param name="Simulated">The probe is simulated or remote: nothing made here is production.</param>
/// <param name="Stages">Stages of the running or last job.</param>
/// <param name="Progress">Overall progress of the running job, 0 to 1.</param>
/// <param name="Last">The last job, null before the first.</param>
public sealed record StationSnapshot(
    PanelState State, string Message, string Action, string Project, string Revision, string Target, string Probe, bool Simulated,
    IReadOnlyList<StageView> Stages, double Progress, JobOutcome? Last);

/// <summary>One stage as shown.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="State">Waiting, running, done, failed or skipped.</param>
/// <param name="Elapsed">Its time, once it is over.</param>
/// <param name="Fraction">How much of it is done, 0 to 1.</param>
public sealed record StageView(JobStage Stage, StageState State, TimeSpan? Elapsed, double Fraction);

/// <summary>State of one stage as shown.</summary>
public enum StageState
{
    /// <summary>Not reached yet.</summary>
    Waiting,

    /// <summary>Running now.</summary>
    Running,

    /// <summary>Done.</summary>
    Done,

    /// <summary>The job failed here.</summary>
    Failed,

    /// <summary>The plan does not need it, or the job ended before it.</summary>
    Skipped,
}
