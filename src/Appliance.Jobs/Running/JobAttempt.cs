// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Layout;
using Appliance.Flashing.OptionBytes;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Power;
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;
using Appliance.Ports.Power;

namespace Appliance.Jobs.Running;

/// <summary>One attempt of a job: from opening the probe to the target's reset.</summary>
internal sealed class JobAttempt(
    ISessionFactory sessions, TimeProvider time, ITargetPower power, Action<JobEvent> report, JobFindings findings, PreparedJob prepared, IOpenRecord record, int number)
{
    private readonly TargetSupply _supply = new(power, time);
    private readonly string _note = number > 1 ? $"attempt {number}" : "";
    private PreparedJob? _board;
    private StageWatch _watch = new(JobStage.Probe, () => TimeSpan.Zero);
    private ITargetSession? _session;
    private TimeSpan _clockBegun;
    private long? _cyclesBegun;
    private int _warningsSeen;
    private string _supplied = "";
    private bool _leaveSupply;

    /// <summary>What is programmed: with the serial of this board, once it has one.</summary>
    private PreparedJob Job => _board ?? prepared;

    /// <summary>Runs the attempt.</summary>
    /// <returns>Null when the target holds the proven image and was reset as asked, else what went wrong.</returns>
    public JobError? Run(CancellationToken cancel)
    {
        try
        {
            Open(cancel);
            Replay(_session!, cancel);
            return prepared.Part is JobPart.Erase or JobPart.Start
                ? new JobError(Catalogue.PartOnly, JobStage.Reset, "", "", $"Only {prepared.Part.ToString().ToLowerInvariant()} was asked for.")
                : null;
        }
        catch (OperationCanceledException)
        {
            return Failed(new JobError(Catalogue.Cancelled, _watch.Stage, "", "", "The job was stopped before it was finished."));
        }
        catch (RecordException refused)
        {
            return Failed(new JobError(Catalogue.CannotRecord, _watch.Stage, "", refused.Cause.ToString(), refused.Message));
        }
        catch (Exception exception)
        {
            return Failed(OutcomeTranslator.Translate(exception, _watch.Stage));
        }
        finally
        {
            Close();
        }
    }

    private void Open(CancellationToken cancel)
    {
        Begin(JobStage.Probe, null, () => time.GetElapsedTime(0));
        cancel.ThrowIfCancellationRequested();
        _session = sessions.Open(prepared.Chip, cancel);
        (_clockBegun, _cyclesBegun) = (_session.Clock.Now, _session.Probe.Cycles);
        End(StageEnd.Done, _note);
    }

    private void Replay(ITargetSession session, CancellationToken cancel)
    {
        Stage(JobStage.Connect, null, () => Connect(session, cancel));
        record.Probe(session.Probe);
        Stage(JobStage.Identify, null, () => Identify(session, cancel));
        record.WaitUntilStored(cancel);
        if (Job.Coprocessor is { } wish && prepared.Part == JobPart.Whole)
            Coprocess(session, wish, cancel);
        var plan = Job.Plan;
        var nothingErased = plan.Erase == EraseMethod.None ? "nothing is erased by the project; checked to be blank" : null;
        Part(JobStage.Erase, plan.ExpectedErase, () => session.Erase(plan, Relay(plan.Sectors.Sum(sector => (long)sector.Size)), cancel), nothingErased);
        var nothingProgrammed = plan.BytesProgrammed == 0 ? "every byte of the image is that of erased flash" : null;
        Part(JobStage.Program, plan.ExpectedProgram, () => Program(session, cancel), nothingProgrammed);
        Part(JobStage.Verify, plan.ExpectedVerify, () => Verify(session, cancel), null);
        var final = prepared.Part == JobPart.Start ? FinalState.Run : prepared.Project.Reset;
        var noReset = final == FinalState.Leave ? "left as it is by the project" : null;
        var options = prepared.Part is JobPart.Whole or JobPart.Program ? plan.Options : null;
        Stage(JobStage.Reset, null, () => Leave(session, options, final, cancel), options is null ? noReset : null);
    }

    /// <summary>What cannot be undone comes last, on a board that is proven: its options, then its reset.</summary>
    private void Leave(ITargetSession session, OptionPlan? options, FinalState final, CancellationToken cancel)
    {
        if (options is not null)
            record.Options(session.SetOptions(options, cancel));
        session.Reset(final, cancel);
    }

    /// <summary>A stage that only some parts of a job have. Programming is never without its verify.</summary>
    private void Part(JobStage stage, TimeSpan? expected, Action work, string? skipped)
    {
        var asked = prepared.Part switch
        {
            JobPart.Whole => true,
            JobPart.Erase => stage == JobStage.Erase,
            JobPart.Program => stage is JobStage.Program or JobStage.Verify,
            JobPart.Verify => stage == JobStage.Verify,
            _ => false,
        };
        if (asked) Stage(stage, expected, work, skipped);
        else Skip(stage);
    }

    /// <summary>Nobody is told that it begins: a tester that asked for an erase must not read PROGRAMMING.</summary>
    private void Skip(JobStage stage)
    {
        var skipped = new StageTime(stage, TimeSpan.Zero, StageEnd.Skipped, "not asked for");
        findings.Stage(skipped);
        record.Stage(skipped);
        report(new StageFinished(stage, skipped.Elapsed, skipped.Note));
    }

    private void Connect(ITargetSession session, CancellationToken cancel)
    {
        _supplied = _supply.Begin(prepared.Project.Power, cancel);
        session.Connect(new ConnectSettings(prepared.Project.SwclkHz, prepared.Project.Connect, prepared.Project.ConnectLimit), cancel);
    }

    private void Identify(ITargetSession session, CancellationToken cancel)
    {
        if (prepared.Project.Unlock && prepared.Part is JobPart.Whole or JobPart.Erase)
            session.Unprotect(cancel);
        findings.Identity = session.Identify(cancel);
        record.Target(findings.Identity);
        if (prepared.Serials is not { } serials || Serial(serials, findings.Identity.UniqueId) is not { } serial) return;
        (findings.Serial, _board) = (serial.Text, prepared.With(serial));
        record.Plan(Job.Plan);
    }

    /// <summary>A board that is only verified is compared with the serial it was given: any other board's bytes, or none, would prove nothing.</summary>
    private SerialValue? Serial(SerialPlan serials, string uniqueId) => prepared.Part switch
    {
        JobPart.Whole or JobPart.Program => record.Reserve(serials, uniqueId),
        JobPart.Verify when serials.Format is not CountFormat => record.OwnSerial(serials, uniqueId),
        _ => null,
    };

    /// <summary>Each step of the coprocessor is a line of the record; the last line says what was read from it at the end.</summary>
    private void Coprocess(ITargetSession session, FusWish wish, CancellationToken cancel)
    {
        if (session is not ICoprocessorSession route)
            throw new JobFailure(Catalogue.Unsupported, "This probe cannot work on the coprocessor.", nameof(SessionCapabilities.Coprocessor), "none");
        Begin(JobStage.Coprocessor, null, () => session.Clock.Now);
        var steps = 0;
        var after = route.Coprocess(wish, plan => Line(Planned(plan)), step =>
        {
            steps++;
            Line(FormattableString.Invariant($"{step.Step.Text}: done in {step.Elapsed.TotalSeconds:0.0} s with {step.Resets} resets{Told("lost", step.Step.Loses)}{Told("told", step.Note)}"));
        }, cancel);
        PassWarningsOn();
        var told = $"reported: FUS {after.Fus}, stack {after.Stack?.ToString() ?? "none"}, secure boundary 0x{after.Boundary:X2}, {(after.StartsStack ? "the stack" : "FUS")} starts";
        End(steps == 0 ? StageEnd.Skipped : StageEnd.Done, steps == 0 ? $"all was there already; {told}" : told);
    }

    private static string Planned(FusPlan plan) => plan.Refusals.Count > 0
        ? $"refused: {string.Join(" ", plan.Refusals)}"
        : plan.Steps.Count == 0 ? "plan: nothing to do" : $"plan: {string.Join("; then ", plan.Steps.Select(step => step.Text + Told("no way back from", step.NoWayBack)))}";

    private static string Told(string what, string text) => text.Length == 0 ? "" : $"; {what}: {text}";

    /// <summary>A line without a time of its own: that of the whole stage is in its last line.</summary>
    private void Line(string text)
    {
        var line = new StageTime(JobStage.Coprocessor, TimeSpan.Zero, StageEnd.Done, text);
        findings.Stage(line);
        record.Stage(line);
    }

    private void Program(ITargetSession session, CancellationToken cancel)
    {
        record.SerialMayBeOnBoard();
        session.Program(Job.Plan, Job.Image, Relay(Job.Plan.BytesProgrammed), cancel);
    }

    private void Verify(ITargetSession session, CancellationToken cancel)
    {
        var evidence = session.Verify(Job.Plan, Job.Image, Relay(Job.Plan.BytesInImage), cancel);
        if (evidence.Bytes != Job.Image.ByteCount || evidence.Crc32 != Job.Image.Crc32)
            throw new JobFailure(
                Catalogue.VerifyMismatch,
                "The evidence of the verify is not that of the whole image.",
                $"{Job.Image.ByteCount} bytes, CRC-32 {Job.Image.Crc32:x8}",
                $"{evidence.Bytes} bytes, CRC-32 {evidence.Crc32:x8}");
        findings.Evidence = evidence;
        record.Evidence(evidence);
    }

    /// <summary>Runs one stage on the target's clock.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="expected">How long it should take.</param>
    /// <param name="work">What it does.</param>
    /// <param name="skipped">Why there is nothing to do but to look; null where it really does something.</param>
    private void Stage(JobStage stage, TimeSpan? expected, Action work, string? skipped = null)
    {
        Begin(stage, expected, () => _session!.Clock.Now);
        work();
        PassWarningsOn();
        var supplied = stage == JobStage.Connect ? _supplied : "";
        End(skipped is null ? StageEnd.Done : StageEnd.Skipped, string.Join("; ", new[] { skipped ?? "", supplied, _note }.Where(text => text.Length > 0)));
    }

    private void Begin(JobStage stage, TimeSpan? expected, Func<TimeSpan> clock)
    {
        _watch = new StageWatch(stage, clock);
        report(new StageStarted(stage, expected));
    }

    private void End(StageEnd end, string note)
    {
        var stage = new StageTime(_watch.Stage, _watch.Elapsed, end, note);
        findings.Stage(stage);
        record.Stage(stage);
        report(new StageFinished(stage.Stage, stage.Elapsed, end == StageEnd.Skipped ? note : ""));
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

    private ProgressRelay Relay(long total) => new(_watch.Stage, total, report);

    /// <summary>Leaves the target in a known state before its session is closed, and says which.</summary>
    private JobError Failed(JobError error)
    {
        findings.Evidence = null;
        var elapsed = Elapsed();
        if (_session is not null) error = MadeSafe(error, _session);
        findings.Stage(new StageTime(error.Stage, elapsed, StageEnd.Failed, _note));
        report(new StageFailed(error.Stage, error));
        try
        {
            if (_session is not null) PassWarningsOn();
            record.Stage(new StageTime(error.Stage, elapsed, StageEnd.Failed, _note));
            return error;
        }
        catch (RecordException refused)
        {
            return new JobError(Catalogue.CannotRecord, error.Stage, "", refused.Cause.ToString(), $"{refused.Message} Before that: {error.Details}");
        }
    }

    private JobError MadeSafe(JobError error, ITargetSession session) =>
        error with { Details = $"{Sentence(error.Details)} {LeftAs(session)}".Trim() };

    private string LeftAs(ITargetSession session)
    {
        try
        {
            var safe = session.MakeSafe();
            _leaveSupply = safe == SafeState.CoprocessorWorks;
            return safe switch
            {
                SafeState.HeldInReset => "The chip was left in reset.",
                SafeState.Halted => "The chip was left halted, its flash locked.",
                SafeState.CoprocessorWorks => "The coprocessor is still at work: leave the board powered for two minutes, then press PROG again.",
                SafeState.InBootLoader => "The chip was left in its boot loader.",
                _ => "The chip could not be reached any more; its state is not known.",
            };
        }
        catch (Exception trouble)
        {
            return $"Its state is not known: {trouble.Message}";
        }
    }

    /// <summary>A probe that is gone may not even tell the time; what ended the job must still be told.</summary>
    private TimeSpan Elapsed()
    {
        try
        {
            return _watch.Elapsed;
        }
        catch (Exception)
        {
            return TimeSpan.Zero;
        }
    }

    private static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' ? text : text + ".";

    /// <summary>The verdict stands, whatever a probe does when it is let go.</summary>
    private void Close()
    {
        if (_session is null) return;
        Let("probe-facts", () => findings.Spent(_session.Probe, _session.Clock.Now - _clockBegun, _session.Probe.Cycles - _cyclesBegun));
        Let("not-closed", _session.Dispose);
        if (_leaveSupply) Note("power-left-on", "The board keeps its supply: its coprocessor is at work.");
        else if (_supply.End() is { } left) Note("power-left-on", left);
    }

    private void Let(string code, Action step)
    {
        try
        {
            step();
        }
        catch (Exception trouble)
        {
            Note(code, $"When the probe was let go: {trouble.Message}");
        }
    }

    private void Note(string code, string what)
    {
        var warning = new SessionWarning(code, what);
        findings.Warn(warning);
        report(new WarningRaised(warning));
    }

    /// <summary>A stage and the clock it is measured on.</summary>
    private sealed class StageWatch(JobStage stage, Func<TimeSpan> clock)
    {
        private readonly TimeSpan _begun = clock();

        public JobStage Stage => stage;

        public TimeSpan Elapsed => clock() - _begun;
    }
}
