// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;

namespace Appliance.Jobs.Running;

/// <summary>One attempt of a job: from opening the probe to the target's reset.</summary>
internal sealed class JobAttempt(
    ISessionFactory sessions, TimeProvider time, Action<JobEvent> report, JobFindings findings, PreparedJob job, IOpenRecord record)
{
    private JobStage _stage = JobStage.Project;
    private ITargetSession? _session;
    private int _warningsSeen;

    /// <summary>Runs the attempt.</summary>
    /// <returns>Null when the target holds the proven image and was reset as asked, else what went wrong.</returns>
    public JobError? Run(TimeSpan preparation, CancellationToken cancel)
    {
        try
        {
            report(new StageStarted(JobStage.Project, null));
            Done(new StageTime(JobStage.Project, preparation));
            record.Plan(job.Plan);
            Open(cancel);
            Replay(_session!, cancel);
            return null;
        }
        catch (OperationCanceledException)
        {
            return Failed(new JobError(Catalogue.Cancelled, _stage, "", "", "The job was stopped before it was finished."));
        }
        catch (RecordException refused)
        {
            return Failed(new JobError(Catalogue.CannotRecord, _stage, "", refused.Cause.ToString(), refused.Message));
        }
        catch (Exception exception)
        {
            return Failed(OutcomeTranslator.Translate(exception, _stage));
        }
        finally
        {
            Close();
        }
    }

    private void Open(CancellationToken cancel)
    {
        _stage = JobStage.Probe;
        report(new StageStarted(_stage, null));
        var begun = time.GetTimestamp();
        cancel.ThrowIfCancellationRequested();
        _session = sessions.Open(job.Chip, cancel);
        Done(new StageTime(_stage, time.GetElapsedTime(begun)));
    }

    private void Replay(ITargetSession session, CancellationToken cancel)
    {
        var (project, plan, image) = (job.Project, job.Plan, job.Image);
        Stage(JobStage.Connect, null, () => session.Connect(new ConnectSettings(project.SwclkHz, project.Connect, project.ConnectLimit), cancel));
        record.Probe(session.Probe);
        Stage(JobStage.Identify, null, () => Identify(session, cancel));
        record.WaitUntilStored(cancel);
        Stage(JobStage.Erase, plan.ExpectedErase, () => session.Erase(plan, Relay(plan.Sectors.Sum(sector => (long)sector.Size)), cancel));
        Stage(JobStage.Program, plan.ExpectedProgram, () => session.Program(plan, image, Relay(plan.BytesProgrammed), cancel));
        Stage(JobStage.Verify, plan.ExpectedVerify, () => Verify(session, cancel));
        Stage(JobStage.Reset, null, () => session.Reset(project.Reset, cancel));
    }

    private void Identify(ITargetSession session, CancellationToken cancel)
    {
        findings.Identity = session.Identify(cancel);
        record.Target(findings.Identity);
    }

    private void Verify(ITargetSession session, CancellationToken cancel)
    {
        var evidence = session.Verify(job.Plan, job.Image, Relay(job.Plan.BytesInImage), cancel);
        if (evidence.Bytes != job.Image.ByteCount || evidence.Crc32 != job.Image.Crc32)
            throw new JobFailure(
                Catalogue.VerifyMismatch,
                "The evidence of the verify is not that of the whole image.",
                $"{job.Image.ByteCount} bytes, CRC-32 {job.Image.Crc32:x8}",
                $"{evidence.Bytes} bytes, CRC-32 {evidence.Crc32:x8}");
        findings.Evidence = evidence;
        record.Evidence(evidence);
    }

    private void Stage(JobStage stage, TimeSpan? expected, Action work)
    {
        _stage = stage;
        report(new StageStarted(stage, expected));
        var begun = _session!.Clock.Now;
        work();
        PassWarningsOn();
        Done(new StageTime(stage, _session.Clock.Now - begun));
    }

    private void Done(StageTime stage)
    {
        findings.Stage(stage);
        record.Stage(stage);
        report(new StageFinished(stage.Stage, stage.Elapsed));
    }

    private void PassWarningsOn()
    {
        for (; _warningsSeen < _session!.Warnings.Count; _warningsSeen++)
        {
            var warning = _session.Warnings[_warningsSeen];
            findings.Warn(warning);
            record.Warning(warning);
            report(new WarningRaised(warning));
        }
    }

    private ProgressRelay Relay(long total) => new(_stage, total, report);

    /// <summary>Leaves the target in a known state before its session is closed, and says which.</summary>
    private JobError Failed(JobError error)
    {
        findings.Evidence = null;
        if (_session is null) return error;
        var state = _session.MakeSafe() switch
        {
            SafeState.HeldInReset => "The chip was left in reset.",
            SafeState.Halted => "The chip was left halted, its flash locked.",
            _ => "The chip could not be reached any more; its state is not known.",
        };
        return error with { Details = $"{Sentence(error.Details)} {state}".Trim() };
    }

    private static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' ? text : text + ".";

    private void Close()
    {
        if (_session is null) return;
        findings.Probe = _session.Probe;
        findings.AddTargetTime(_session.Clock.Now);
        foreach (var late in _session.Warnings.Skip(_warningsSeen)) findings.Warn(late);
        _session.Dispose();
    }
}
