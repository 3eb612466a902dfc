// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Ports.Power;

namespace Appliance.Jobs.Running;

/// <summary>One job while it runs: attempts, what they found out, the record.</summary>
internal sealed class JobRun(ISessionFactory sessions, IRecordKeeper records, TimeProvider time, ITargetPower power, Action<JobEvent> report)
{
    private readonly JobFindings _findings = new(sessions.Simulated);

    public JobOutcome Execute(Func<PreparedJob> prepare, PressSource source, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        var (job, error) = Prepare(prepare);
        var preparation = time.GetElapsedTime(begun);
        IOpenRecord record;
        try
        {
            record = records.Begin(job?.Project, source, sessions.ProbeName, sessions.Simulated);
        }
        catch (RecordException refused)
        {
            return _findings.Outcome(job, "", CannotRecord(refused));
        }

        report(new JobStarted(record.Id, job?.Project.Name ?? "", job?.Project.Revision ?? "", job?.Project.Target ?? "", job?.Project.ContentHash ?? ""));
        return Finish(record, job, Work(record, job, error, preparation, cancel));
    }

    /// <summary>Everything between begin and end of the record. A mistake of this program is how the job ended: a record is never left open.</summary>
    private JobError? Work(IOpenRecord record, PreparedJob? job, JobError? error, TimeSpan preparation, CancellationToken cancel)
    {
        try
        {
            error = ProjectStage(record, job, error, preparation);
            return error ?? Attempts(job!, record, cancel);
        }
        catch (Exception mistake)
        {
            return OutcomeTranslator.Translate(mistake, JobStage.Record);
        }
    }

    private JobError? ProjectStage(IOpenRecord record, PreparedJob? job, JobError? error, TimeSpan elapsed)
    {
        var stage = new StageTime(JobStage.Project, elapsed, error is null ? StageEnd.Done : StageEnd.Failed);
        report(new StageStarted(JobStage.Project, null));
        _findings.Stage(stage);
        try
        {
            record.Stage(stage);
            if (job is not null) record.Plan(job.Plan);
        }
        catch (RecordException refused)
        {
            error = CannotRecord(refused);
        }

        report(error is null ? new StageFinished(JobStage.Project, elapsed) : new StageFailed(JobStage.Project, error));
        return error;
    }

    private (PreparedJob? Job, JobError? Error) Prepare(Func<PreparedJob> prepare)
    {
        try
        {
            return (prepare(), null);
        }
        catch (Exception exception)
        {
            return (null, OutcomeTranslator.Translate(exception, JobStage.Project));
        }
    }

    private JobError? Attempts(PreparedJob job, IOpenRecord record, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(job.Project.JobLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        JobError? before = null;
        for (var attempt = 1; ; attempt++)
        {
            var error = new JobAttempt(sessions, time, power, report, _findings, job, record, attempt).Run(both.Token);
            if (error is null) return null;
            if (error.Entry == Catalogue.Cancelled) return cancel.IsCancellationRequested ? error : error with { Entry = Catalogue.TimeLimit };
            if (!error.Entry.RetrySensible || attempt > job.Project.Retries) return MoreTelling(before, error);
            before = MoreTelling(before, error);
            if (NoteRetry(record, attempt + 1, error) is { } refused) return refused;
        }
    }

    /// <summary>A board that dies in the middle often shows less at the next attempt: the attempt that got further names the cause.</summary>
    private static JobError MoreTelling(JobError? before, JobError now) => before is null || now.Stage >= before.Stage
        ? now
        : before with { Details = $"{before.Details} Tried again: {now.Entry.Code} {now.Entry.Cause}." };

    private JobError? NoteRetry(IOpenRecord record, int attempt, JobError because)
    {
        var warning = new SessionWarning("retry", $"Attempt {attempt - 1} ended with {because.Entry.Code} {because.Entry.Cause}: {because.Details} Tried again.");
        _findings.BeginAttempt(warning);
        try
        {
            record.Warning(warning);
        }
        catch (RecordException refused)
        {
            return CannotRecord(refused);
        }

        report(new Retrying(attempt, because));
        return null;
    }

    private JobOutcome Finish(IOpenRecord record, PreparedJob? job, JobError? error)
    {
        var begun = time.GetTimestamp();
        report(new StageStarted(JobStage.Record, null));
        var outcome = _findings.Outcome(job, record.Id, error);
        try
        {
            record.Finish(outcome);
        }
        catch (RecordException refused)
        {
            return outcome with { Verdict = Verdict.Fail, Error = CannotRecord(refused, error) };
        }

        report(new StageFinished(JobStage.Record, time.GetElapsedTime(begun)));
        return outcome;
    }

    /// <summary>That nothing can be recorded stops the whole line, so it comes before what was wrong with one board.</summary>
    private static JobError CannotRecord(RecordException refused, JobError? board = null)
    {
        var before = board is null || board.Entry == Catalogue.CannotRecord ? "" : $" The board had failed with {board.Entry.Code} {board.Entry.Cause}: {board.Details}";
        return new JobError(Catalogue.CannotRecord, JobStage.Record, "", refused.Cause.ToString(), refused.Message + before);
    }
}
