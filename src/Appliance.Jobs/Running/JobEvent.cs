// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;

namespace Appliance.Jobs.Running;

/// <summary>What happens during a job, in order, for panel, page and console.</summary>
public abstract record JobEvent;

/// <summary>A press became a job.</summary>
/// <param name="RecordId">Id of its record, empty when none could be begun.</param>
/// <param name="Project">Project name, empty when there is none.</param>
/// <param name="Revision">Project revision.</param>
/// <param name="Target">Target name.</param>
/// <param name="ContentHash">Content of the project, empty when there is none.</param>
public sealed record JobStarted(string RecordId, string Project, string Revision, string Target, string ContentHash = "") : JobEvent;

/// <summary>A stage begins.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Expected">How long it should take, null when nobody knows.</param>
public sealed record StageStarted(JobStage Stage, TimeSpan? Expected) : JobEvent;

/// <summary>Part of a stage is done.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Done">Bytes done.</param>
/// <param name="Total">Bytes in all.</param>
public sealed record StageProgress(JobStage Stage, long Done, long Total) : JobEvent;

/// <summary>A stage ended well.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Elapsed">Its time.</param>
/// <param name="Skipped">Why there was nothing to do; empty where it did something.</param>
public sealed record StageFinished(JobStage Stage, TimeSpan Elapsed, string Skipped = "") : JobEvent;

/// <summary>The attempt failed in this stage.</summary>
public sealed record StageFailed(JobStage Stage, JobError Error) : JobEvent;

/// <summary>Trouble that was overcome.</summary>
public sealed record WarningRaised(SessionWarning Warning) : JobEvent;

/// <summary>The job failed in a way worth another try, and is tried again.</summary>
/// <param name="Attempt">Number of the attempt that begins, from 2.</param>
/// <param name="Because">What went wrong in the one before.</param>
public sealed record Retrying(int Attempt, JobError Because) : JobEvent;

/// <summary>The job is over and its record is on the disk (or the outcome says why it is not).</summary>
public sealed record JobFinished(JobOutcome Outcome) : JobEvent;
