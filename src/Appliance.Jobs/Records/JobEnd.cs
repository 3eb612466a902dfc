// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization;

namespace Appliance.Jobs.Records;

/// <summary>How a job ended.</summary>
public enum RecordVerdict
{
    /// <summary>It did not end yet.</summary>
    [JsonStringEnumMemberName("RUNNING")]
    Running,

    /// <summary>Programmed, with evidence from the target.</summary>
    [JsonStringEnumMemberName("PASS")]
    Pass,

    /// <summary>Not programmed, or not proven.</summary>
    [JsonStringEnumMemberName("FAIL")]
    Fail,

    /// <summary>The appliance went away in the middle; what the board holds is not known.</summary>
    [JsonStringEnumMemberName("INTERRUPTED")]
    Interrupted,
}

/// <summary>The verdict. Body of <see cref="JournalEvent.JobFinished"/>.</summary>
/// <param name="Verdict">PASS or FAIL.</param>
/// <param name="Ms">Milliseconds from the start of the job, monotonic.</param>
/// <param name="Error">What went wrong; null on PASS.</param>
/// <param name="SwclkCycles">SWCLK cycles of the job; null when not counted.</param>
/// <param name="VirtualSeconds">Target time of the job on a simulated board; null on a real one.</param>
public sealed record JobEnd(RecordVerdict Verdict, double Ms, ErrorFacts? Error, long? SwclkCycles = null, double? VirtualSeconds = null);

/// <summary>What went wrong, from the closed catalogue.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Stage">Stage that failed.</param>
/// <param name="Cause">Cause.</param>
/// <param name="Expected">What had to be seen.</param>
/// <param name="Actual">What was seen.</param>
/// <param name="Action">What the operator does next.</param>
/// <param name="Details">Facts of the layer that failed, in words: address, register, state the target was left in.</param>
public sealed record ErrorFacts(
    string Code, string Stage, string Cause, string? Expected, string? Actual, string Action, string? Details = null);

/// <summary>Body of <see cref="JournalEvent.JobInterrupted"/>.</summary>
/// <param name="Reason">Whether the process ended or the machine restarted.</param>
/// <param name="LastStage">Name of the last stage that ended, empty when none did.</param>
/// <param name="Code">Code of the catalogue.</param>
/// <param name="Cause">Cause of the catalogue.</param>
public sealed record Interruption(
    string Reason, string LastStage, string Code = Interruption.InterruptedCode, string Cause = Interruption.InterruptedCause)
{
    internal const string InterruptedCode = "E604";
    internal const string InterruptedCause = "interrupted";
}
