// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;

namespace Appliance.Jobs.Records;

/// <summary>How a stage ended.</summary>
public enum StageOutcome
{
    /// <summary>It did what it had to.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It was left out, by plan or policy.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>A stage that ended. Body of <see cref="JournalEvent.Stage"/>.</summary>
/// <param name="Name">Name of the stage.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="StartMs">Milliseconds from the start of the job to its start, monotonic.</param>
/// <param name="Ms">How long it took, in milliseconds.</param>
/// <param name="Note">Anything a reader should know: why it was skipped, how many retries.</param>
public sealed record StageFacts(string Name, StageOutcome Outcome, double StartMs, double Ms, string? Note = null);
