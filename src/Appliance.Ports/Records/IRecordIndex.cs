// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Records;

/// <summary>
/// The searchable shadow of the record journal. It is never the truth: whatever it lost is put in again from the journal.
/// One thread writes; any thread may query at the same time.
/// </summary>
public interface IRecordIndex : IDisposable
{
    /// <summary>Name of the engine, for logs: <c>sqlite</c> or <c>litedb</c>.</summary>
    string Engine { get; }

    /// <summary>Journal sequence of the last line applied by <see cref="Apply"/>, 0 when empty.</summary>
    long LastSequence { get; }

    /// <summary>Hash of the last journal line applied, empty when empty: an index of another journal shows itself.</summary>
    string LastHash { get; }

    /// <summary>Inserts rows, or replaces those of the same id (which has the same sequence), and moves the position. All or nothing.</summary>
    /// <param name="rows">Rows to insert or replace; may be empty when the lines seen changed no record.</param>
    /// <param name="lastSequence">Sequence of the last journal line these rows reflect.</param>
    /// <param name="lastHash">Hash of that line.</param>
    /// <exception cref="RecordIndexException">The engine failed; the index must be rebuilt.</exception>
    void Apply(IReadOnlyList<RecordRow> rows, long lastSequence, string lastHash);

    /// <summary>
    /// Rows that match, newest first (by <see cref="RecordRow.Sequence"/>). Pages: give the sequence of the last row of one as
    /// <see cref="RecordFilter.Before"/> of the next, which costs the same for every page; skipping costs what is skipped.
    /// </summary>
    /// <exception cref="RecordIndexException">The engine failed.</exception>
    IReadOnlyList<RecordRow> Query(RecordFilter filter, int skip, int take);

    /// <summary>How many rows match.</summary>
    /// <exception cref="RecordIndexException">The engine failed.</exception>
    long Count(RecordFilter filter);

    /// <summary>Counts by period, project, verdict and cause, from sums that are kept and not from the rows.</summary>
    /// <returns>One for each combination there is, by period, project, verdict, cause.</returns>
    /// <exception cref="RecordIndexException">The engine failed.</exception>
    IReadOnlyList<RecordRollup> Rollups(RollupQuery query);

    /// <summary>How long passed jobs took, as a histogram, from sums that are kept.</summary>
    /// <exception cref="RecordIndexException">The engine failed.</exception>
    CycleTimes CycleTimes(CycleTimeQuery query);

    /// <summary>Empties the index. What comes then is put in faster, and found more slowly, until <see cref="Complete"/>.</summary>
    /// <exception cref="RecordIndexException">The engine failed; the index must be rebuilt.</exception>
    void Clear();

    /// <summary>
    /// Makes what lets queries find rows fast, where it is not there yet: called when an index that was empty has caught up, since to make it at once
    /// costs a fraction of keeping it row by row. An index that was closed before is as good as it was, and can go on.
    /// </summary>
    /// <exception cref="RecordIndexException">The engine failed; the index must be rebuilt.</exception>
    void Complete();
}

/// <summary>One record as the index knows it.</summary>
/// <param name="Id">Id of the record.</param>
/// <param name="Sequence">Journal sequence of the record's first line.</param>
/// <param name="StartedUtc">Wall clock at the start of the job.</param>
/// <param name="Verdict">PASS, FAIL or INTERRUPTED, or RUNNING while open.</param>
/// <param name="Project">Project name, empty when there was none.</param>
/// <param name="Revision">Project revision.</param>
/// <param name="Code">Error code, empty on PASS.</param>
/// <param name="Cause">Error cause, empty on PASS.</param>
/// <param name="UniqueId">Unique id of the target in hex, empty when it was not read.</param>
/// <param name="Simulated">Made on a simulated board or a remote wire: not production.</param>
/// <param name="Milliseconds">Duration of the job; 0 while open.</param>
/// <param name="Location">Where the record's lines begin in the journal: <c>segment:offset</c>.</param>
/// <param name="Serial">Serial given to the board, empty when none was.</param>
/// <param name="PlannedMilliseconds">What the plan expects of flash work and read-back, 0 when there was no plan.</param>
public sealed record RecordRow(
    string Id, long Sequence, DateTimeOffset StartedUtc, string Verdict, string Project, string Revision, string Code, string Cause,
    string UniqueId, bool Simulated, long Milliseconds, string Location, string Serial = "", long PlannedMilliseconds = 0);

/// <summary>What to look for. A null field matches everything.</summary>
/// <param name="Id">Exact id.</param>
/// <param name="Verdict">Exact verdict.</param>
/// <param name="Project">Exact project name.</param>
/// <param name="Cause">Exact cause.</param>
/// <param name="UniqueId">Exact unique id.</param>
/// <param name="From">Started at or after.</param>
/// <param name="Until">Started before.</param>
/// <param name="Serial">Exact serial.</param>
/// <param name="Simulated">Only simulated ones, or only those of production.</param>
/// <param name="Before">Only rows of a lower sequence: the next page.</param>
public sealed record RecordFilter(
    string? Id = null, string? Verdict = null, string? Project = null, string? Cause = null, string? UniqueId = null,
    DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Serial = null, bool? Simulated = null, long? Before = null);

/// <summary>The engine behind a record index failed. No record is lost: the journal has them.</summary>
public sealed class RecordIndexException : Exception
{
    /// <summary>Creates the exception.</summary>
    public RecordIndexException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
