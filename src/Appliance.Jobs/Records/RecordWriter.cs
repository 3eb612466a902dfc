// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Serialization.Metadata;

namespace Appliance.Jobs.Records;

/// <summary>
/// Writes the record of one job: <see cref="Begin"/>, then facts in any order, then <see cref="Finish"/> once. Between Begin and the first
/// erase the job calls <see cref="EnsureStarted"/>. A writer that is never finished leaves a record which the next opening of the journal
/// closes as interrupted.
/// </summary>
public sealed class RecordWriter
{
    private readonly RecordJournal journal;
    private Task started = Task.CompletedTask;
    private bool evidence;
    private bool finished;

    private RecordWriter(RecordJournal journal)
    {
        this.journal = journal;
        Id = journal.NewRecordId();
    }

    /// <summary>Id of the record.</summary>
    public string Id { get; }

    /// <summary>Writes the start of a job.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="start">What is known at the start.</param>
    /// <param name="wait">True: it is on the disk on return. False: it goes to the disk meanwhile; see <see cref="EnsureStarted"/>.</param>
    /// <exception cref="RecordException">It cannot be recorded: the job must not start.</exception>
    public static RecordWriter Begin(RecordJournal journal, JobStart start, bool wait = true)
    {
        var writer = new RecordWriter(journal);
        _ = journal.Append(JournalEvent.JobStarted, writer.Id, start, RecordJson.Default.JobStart, flush: wait);
        if (!wait)
        {
            writer.started = Task.Run(journal.Flush);
        }

        return writer;
    }

    /// <summary>Returns when the start of the job is on the disk. To be called before the first erase.</summary>
    /// <exception cref="RecordException">It could not be written.</exception>
    public void EnsureStarted(CancellationToken cancel = default) => started.WaitAsync(cancel).GetAwaiter().GetResult();

    /// <summary>Writes the probe and clock in use; the last one counts.</summary>
    public void Probe(ProbeFacts facts) => Append(JournalEvent.Probe, facts, RecordJson.Default.ProbeFacts);

    /// <summary>Writes what the target said about itself.</summary>
    public void Target(TargetFacts facts) => Append(JournalEvent.Target, facts, RecordJson.Default.TargetFacts);

    /// <summary>Writes what the job is going to do.</summary>
    public void Plan(PlanFacts facts) => Append(JournalEvent.Plan, facts, RecordJson.Default.PlanFacts);

    /// <summary>Writes a stage that ended.</summary>
    public void Stage(StageFacts facts) => Append(JournalEvent.Stage, facts, RecordJson.Default.StageFacts);

    /// <summary>Writes trouble that did not fail the job.</summary>
    public void Warning(WarningFacts facts) => Append(JournalEvent.Warning, facts, RecordJson.Default.WarningFacts);

    /// <summary>Writes evidence read from the target.</summary>
    public void Evidence(EvidenceFacts facts)
    {
        Append(JournalEvent.Evidence, facts, RecordJson.Default.EvidenceFacts);
        evidence = true;
    }

    /// <summary>Writes the verdict; the whole record is on the disk on return. Only then may the panel show it.</summary>
    /// <param name="end">The verdict.</param>
    /// <param name="with">Writes what has to reach the disk by the same flush, as the end of a serial.</param>
    /// <exception cref="RecordException">It cannot be recorded: the panel must not go green.</exception>
    /// <exception cref="InvalidOperationException">A PASS without evidence, a FAIL without error, or a second verdict.</exception>
    public void Finish(JobEnd end, Action? with = null)
    {
        Demand(end.Verdict is RecordVerdict.Pass or RecordVerdict.Fail, "A job ends with PASS or FAIL.");
        Demand(end.Verdict != RecordVerdict.Pass || (evidence && end.Error is null), "A PASS needs evidence and no error.");
        Demand(end.Verdict != RecordVerdict.Fail || end.Error is not null, "A FAIL needs its error.");
        Demand(!finished, "The record has its verdict already.");
        finished = true;
        _ = journal.Append(JournalEvent.JobFinished, Id, end, RecordJson.Default.JobEnd, flush: false);
        with?.Invoke();
        journal.Flush();
    }

    private void Append<T>(string kind, T facts, JsonTypeInfo<T> type)
    {
        Demand(!finished, "The record has its verdict already.");
        _ = journal.Append(kind, Id, facts, type, flush: false);
    }

    private static void Demand(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
