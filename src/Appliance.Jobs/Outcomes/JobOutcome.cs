// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;

namespace Appliance.Jobs.Outcomes;

/// <summary>The verdict of a job. There is no third one: what was not proven failed.</summary>
public enum Verdict
{
    /// <summary>The image was read back from the target in this cycle, and the record is on the disk.</summary>
    Pass,

    /// <summary>Anything else.</summary>
    Fail,
}

/// <summary>How a job ended.</summary>
/// <param name="Verdict">PASS or FAIL.</param>
/// <param name="Project">Project name, empty when there was none.</param>
/// <param name="Revision">Project revision, empty when there was none.</param>
/// <param name="Target">Target name, empty when there was none.</param>
/// <param name="Simulated">Made on a simulated board or a remote wire: not production.</param>
/// <param name="Probe">Facts about the probe, null when none was opened.</param>
/// <param name="RecordId">Id of the record, empty when none could be begun.</param>
/// <param name="Stages">Stages done or tried, in order.</param>
/// <param name="Identity">Who the target was, null when it was not recognised.</param>
/// <param name="Evidence">Evidence of the verify, null when there is none.</param>
/// <param name="Warnings">Trouble that was overcome.</param>
/// <param name="TargetTime">Time on the target's clock from connect to the end.</param>
/// <param name="Error">What went wrong; null on PASS.</param>
/// <param name="Serial">Serial given to the board, empty when none was.</param>
public sealed record JobOutcome(
    Verdict Verdict,
    string Project,
    string Revision,
    string Target,
    bool Simulated,
    ProbeFacts? Probe,
    string RecordId,
    IReadOnlyList<StageTime> Stages,
    TargetIdentity? Identity,
    VerifyEvidence? Evidence,
    IReadOnlyList<SessionWarning> Warnings,
    TimeSpan? TargetTime,
    JobError? Error,
    string Serial = "");

/// <summary>How one stage went. Its time is on the target's clock where the stage used it, else on the appliance's.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Elapsed">How long it took; zero when it was not begun.</param>
/// <param name="End">How it ended.</param>
/// <param name="Note">What a reader should know: why it was skipped, which attempt it was; empty when nothing.</param>
public sealed record StageTime(JobStage Stage, TimeSpan Elapsed, StageEnd End = StageEnd.Done, string Note = "");

/// <summary>How a stage ended.</summary>
public enum StageEnd
{
    /// <summary>It did what it had to.</summary>
    Done,

    /// <summary>There was nothing to do by plan or policy, or the job ended before it.</summary>
    Skipped,

    /// <summary>The job failed in it.</summary>
    Failed,
}

/// <summary>What went wrong, for operator, engineer and record alike.</summary>
/// <param name="Entry">The entry of the catalogue.</param>
/// <param name="Stage">The stage it happened in.</param>
/// <param name="Expected">What had to be, empty when there is nothing to say.</param>
/// <param name="Actual">What was seen.</param>
/// <param name="Details">Facts of the layer that failed, in words.</param>
public sealed record JobError(CatalogueEntry Entry, JobStage Stage, string Expected, string Actual, string Details);

/// <summary>One cause of the closed error catalogue.</summary>
/// <param name="Code">Stable code, for example <c>E301</c>. Never reused.</param>
/// <param name="Cause">Stable kebab-case word, for example <c>no-target</c>.</param>
/// <param name="Text">What is wrong, one plain sentence for the operator.</param>
/// <param name="Action">What to do next, one plain sentence for the operator.</param>
/// <param name="RetrySensible">Whether another try without human help can end differently.</param>
public sealed record CatalogueEntry(string Code, string Cause, string Text, string Action, bool RetrySensible);
