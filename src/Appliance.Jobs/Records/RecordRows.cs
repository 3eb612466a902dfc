// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>What an index knows of a record, from the record or line by line.</summary>
internal static class RecordRows
{
    /// <summary>The row after a line of its record.</summary>
    /// <param name="row">The row before it; null when the line is the record's first.</param>
    /// <param name="line">The line.</param>
    /// <returns>The new row, or null when the line says nothing an index keeps.</returns>
    public static RecordRow? Fold(RecordRow? row, JournalLine line) => line.Event switch
    {
        JournalEvent.JobStarted => Started(line, line.Body(RecordJson.Default.JobStart)),
        JournalEvent.Target when row is not null => row with { UniqueId = line.Body(RecordJson.Default.TargetFacts).UniqueId ?? string.Empty },
        JournalEvent.JobFinished when row is not null => Finished(row, line.Body(RecordJson.Default.JobEnd)),
        JournalEvent.JobInterrupted when row is not null =>
            row with { Verdict = Word(RecordVerdict.Interrupted), Code = Interruption.InterruptedCode, Cause = Interruption.InterruptedCause },
        JournalEvent.Plan when row is not null =>
            row with { PlannedMilliseconds = (long)Math.Round(line.Body(RecordJson.Default.PlanFacts).ExpectedMs) },
        JournalEvent.SerialReserved when row is not null => row with { Serial = line.Body(RecordJson.Default.SerialReserved).Text },
        _ => null,
    };

    /// <summary>A verdict as records spell it.</summary>
    public static string Word(RecordVerdict verdict) => verdict switch
    {
        RecordVerdict.Pass => "PASS",
        RecordVerdict.Fail => "FAIL",
        RecordVerdict.Interrupted => "INTERRUPTED",
        RecordVerdict.Running => "RUNNING",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>What an index would answer.</summary>
    public static bool Matches(RecordRow row, RecordFilter filter) =>
        Same(filter.Id, row.Id) && Same(filter.Verdict, row.Verdict) && Same(filter.Project, row.Project) && Same(filter.Cause, row.Cause)
        && Same(filter.UniqueId, row.UniqueId) && Same(filter.Serial, row.Serial) && (filter.Simulated ?? row.Simulated) == row.Simulated
        && !(row.Sequence >= filter.Before) && !(row.StartedUtc < filter.From) && !(row.StartedUtc >= filter.Until);

    private static bool Same(string? wanted, string found) => wanted is null || string.Equals(wanted, found, StringComparison.Ordinal);

    private static RecordRow Started(JournalLine line, JobStart start) => new(
        line.Record, line.Sequence, line.Utc, Word(RecordVerdict.Running), start.Project?.Name ?? string.Empty,
        start.Project?.Revision ?? string.Empty, string.Empty, string.Empty, string.Empty, start.Simulated, 0, line.Place.Location);

    private static RecordRow Finished(RecordRow row, JobEnd end) => row with
    {
        Verdict = Word(end.Verdict),
        Code = end.Error?.Code ?? string.Empty,
        Cause = end.Error?.Cause ?? string.Empty,
        Milliseconds = (long)Math.Round(end.Ms),
    };
}
