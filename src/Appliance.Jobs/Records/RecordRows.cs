// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>What an index knows of a record.</summary>
internal static class RecordRows
{
    /// <summary>A verdict as records spell it.</summary>
    public static string Word(RecordVerdict verdict) => verdict switch
    {
        RecordVerdict.Pass => "PASS",
        RecordVerdict.Fail => "FAIL",
        RecordVerdict.Interrupted => "INTERRUPTED",
        RecordVerdict.Running => "RUNNING",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>Whether a text is a verdict as records spell it.</summary>
    public static bool IsWord(string text) => text is "PASS" or "FAIL" or "INTERRUPTED" or "RUNNING";

    /// <summary>What an index would answer.</summary>
    public static bool Matches(RecordRow row, RecordFilter filter) =>
        Same(filter.Id, row.Id) && Same(filter.Verdict, row.Verdict) && Same(filter.Project, row.Project) && Same(filter.Cause, row.Cause)
        && Same(filter.UniqueId, row.UniqueId) && Same(filter.Serial, row.Serial) && (filter.Simulated ?? row.Simulated) == row.Simulated
        && !(row.Sequence >= filter.Before) && !(row.StartedUtc < filter.From) && !(row.StartedUtc >= filter.Until);

    private static bool Same(string? wanted, string found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);
}
