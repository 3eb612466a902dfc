// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.OptionBytes;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;
using Appliance.Ports.Wires;
using Appliance.Probes;

namespace Appliance.Jobs.Tests.Running;

public sealed class JobRunnerTests
{
    private readonly List<string> _log = [];
    private readonly List<JobEvent> _events = [];

    [Fact]
    public void Run_GoodBoard_PassesInOrderAndRecordIsStoredBeforeTheFirstErase()
    {
        var outcome = Run(new ScriptedSessions(new ScriptedSession(_log)), new ListedRecords(_log));

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Null(outcome.Error);
        Assert.Equal(
            [
                "record: begin", "connect", "identify", "record: stored", "erase", "program", "verify", "record: evidence", "reset", "dispose",
                "record: finish",
            ],
            _log);
        Assert.IsType<JobFinished>(_events[^1]);
    }

    [Fact]
    public void Run_WithOptions_UnlocksBeforeTheChipIsRefusedAndLocksAfterTheVerify()
    {
        var job = TestJobs.Small(0);
        var plan = new OptionPlan([new PlannedOption("nRST_STOP", 0, "0")], new PlannedOption("RDP", 0, "level-1"));
        job = job with { Project = job.Project with { Unlock = true }, Plan = job.Plan with { Options = plan } };

        var outcome = Run(job, new ScriptedSession(_log));

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Equal(
            [
                "record: begin", "connect", "unprotect", "identify", "record: stored", "erase", "program", "verify", "record: evidence", "options",
                "record: options stored: nRST_STOP=0, RDP=level-1", "reset", "dispose", "record: finish",
            ],
            _log);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("program")]
    public void Run_ThatFailsBefore_NeverSetsOptions(string stage)
    {
        var job = TestJobs.Small(0);
        job = job with { Plan = job.Plan with { Options = new OptionPlan([], new PlannedOption("RDP", 0, "level-1")) } };
        var session = new ScriptedSession(_log);
        session.Throws[stage] = () => new FlashException(FlashFault.VerifyMismatch, "No.");

        Assert.Equal(Verdict.Fail, Run(job, session).Verdict);

        Assert.DoesNotContain("options", _log);
    }

    [Fact]
    public void Run_ClockOfTheBoardGoesOn_TimeIsThatOfThisJobAlone()
    {
        var clock = new ScriptedSession.SteppedClock();
        var sessions = new ScriptedSessions(new ScriptedSession(_log) { Stepped = clock }, new ScriptedSession(_log) { Stepped = clock });

        var first = Run(sessions, new ListedRecords(_log));
        var second = Run(sessions, new ListedRecords(_log));

        Assert.Equal(TimeSpan.FromSeconds(6), first.TargetTime);
        Assert.Equal(first.TargetTime, second.TargetTime);
    }

    [Fact]
    public void Run_Retried_TimeIsThatOfAllAttempts()
    {
        var clock = new ScriptedSession.SteppedClock();
        var first = new ScriptedSession(_log) { Stepped = clock };
        first.Throws["connect"] = () => new DapException(DapFault.NoAnswer, "DPIDR read", "Nobody answered.");

        var outcome = Run(new ScriptedSessions(first, new ScriptedSession(_log) { Stepped = clock }), new ListedRecords(_log), retries: 1);

        Assert.Equal(TimeSpan.FromSeconds(7), outcome.TargetTime);
    }

    [Fact]
    public void Run_StageThatFails_IsTimedAndNamed()
    {
        var session = new ScriptedSession(_log);
        session.Throws["erase"] = () => new FlashException(FlashFault.EraseError, "No.");

        var outcome = Run(new ScriptedSessions(session), new ListedRecords(_log));

        Assert.Equal(new StageTime(JobStage.Erase, TimeSpan.FromSeconds(1), StageEnd.Failed), outcome.Stages[^1]);
        Assert.Contains(_events, happened => happened is StageFailed { Stage: JobStage.Erase });
    }

    [Theory]
    [InlineData("make-safe")]
    [InlineData("facts")]
    [InlineData("dispose")]
    public void Run_ProbeThatIsGoneBreaksWhatCleansUp_TheFirstCauseIsToldAndRecorded(string broken)
    {
        var session = new ScriptedSession(_log);
        session.Throws["program"] = () => new WireException("probe", "no answer in time");
        session.Throws[broken] = () => new WireException("probe", "must be opened anew");
        var records = new ListedRecords(_log);

        var outcome = Run(new ScriptedSessions(session), records);

        Assert.Equal((JobStage.Program, Catalogue.ProbeLost), (outcome.Error!.Stage, outcome.Error.Entry));
        Assert.Equal(Verdict.Fail, records.Finished!.Verdict);
        Assert.Contains("dispose", _log);
    }

    [Theory]
    [InlineData("facts", "probe-facts")]
    [InlineData("dispose", "not-closed")]
    public void Run_GoodBoardButTheProbeCannotBeLetGo_PassesWithAWarning(string broken, string warning)
    {
        var session = new ScriptedSession(_log);
        session.Throws[broken] = () => new WireException("probe", "unplugged");

        var outcome = Run(new ScriptedSessions(session), new ListedRecords(_log));

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Equal(warning, Assert.Single(outcome.Warnings).Code);
    }

    [Fact]
    public void Run_MistakeOfTheProgramItself_EndsTheRecord()
    {
        var records = new ListedRecords(_log);
        var session = new ScriptedSession(_log);
        session.Throws["erase"] = () => new FlashException(FlashFault.EraseError, "No.");

        var outcome = new JobRunner(new ScriptedSessions(session), records, TimeProvider.System).Run(() => TestJobs.Small(0), PressSource.Button, BreakOnFailure, default);

        Assert.Equal(Verdict.Fail, outcome.Verdict);
        Assert.Equal(Verdict.Fail, records.Finished!.Verdict);
    }

    [Fact]
    public void Run_EvidenceOfFewerBytes_Fails()
    {
        var session = new ScriptedSession(_log) { Evidence = image => new VerifyEvidence("readback", image.ByteCount - 1, image.Crc32) };

        var outcome = Run(new ScriptedSessions(session), new ListedRecords(_log));

        Assert.Equal(Verdict.Fail, outcome.Verdict);
        Assert.Equal(Catalogue.VerifyMismatch, outcome.Error!.Entry);
        Assert.Null(outcome.Evidence);
    }

    [Fact]
    public void Run_EvidenceOfAnotherCrc_Fails()
    {
        var session = new ScriptedSession(_log) { Evidence = image => new VerifyEvidence("readback", image.ByteCount, image.Crc32 ^ 1) };

        Assert.Equal(Catalogue.VerifyMismatch, Run(new ScriptedSessions(session), new ListedRecords(_log)).Error!.Entry);
    }

    [Fact]
    public void Run_JournalRefusesToBegin_TouchesNoBoard()
    {
        var outcome = Run(new ScriptedSessions(new ScriptedSession(_log)), new ListedRecords(_log) { RefuseAt = "begin" });

        Assert.Equal(Catalogue.CannotRecord, outcome.Error!.Entry);
        Assert.Equal(["record: begin"], _log);
    }

    [Fact]
    public void Run_StartOfJobNotOnDisk_ErasesNothing()
    {
        var outcome = Run(new ScriptedSessions(new ScriptedSession(_log)), new ListedRecords(_log) { RefuseAt = "stored" });

        Assert.Equal(Catalogue.CannotRecord, outcome.Error!.Entry);
        Assert.DoesNotContain("erase", _log);
        Assert.Contains("make-safe", _log);
    }

    [Fact]
    public void Run_LastLineNotOnDisk_IsNoPass()
    {
        var outcome = Run(new ScriptedSessions(new ScriptedSession(_log)), new ListedRecords(_log) { RefuseAt = "finish" });

        Assert.Equal(Verdict.Fail, outcome.Verdict);
        Assert.Equal(Catalogue.CannotRecord, outcome.Error!.Entry);
    }

    [Fact]
    public void Run_TransientFault_IsTriedAgainFromTheStartAndNoted()
    {
        var first = new ScriptedSession(_log);
        first.Throws["program"] = () => new DapException(DapFault.NoAnswer, "AP0 DRW write", "Nobody answered.");
        var records = new ListedRecords(_log);

        var outcome = Run(new ScriptedSessions(first, new ScriptedSession(_log)), records, retries: 1);

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Equal("retry", Assert.Single(outcome.Warnings).Code);
        Assert.Contains("E308", outcome.Warnings[0].Text, StringComparison.Ordinal);
        Assert.Equal(2, _log.Count(line => line == "connect"));
        Assert.Equal(1, _log.Count(line => line == "make-safe"));
        Assert.Contains(_events, happened => happened is Retrying { Attempt: 2 });
    }

    [Fact]
    public void Run_FaultThatNoRetryMends_IsNotTriedAgain()
    {
        var first = new ScriptedSession(_log);
        first.Throws["identify"] = () => new Targets.TargetException(Targets.TargetFault.WrongChip, "Not that one.", null, "stm32f103cb", "stm32f107vc");

        var outcome = Run(new ScriptedSessions(first), new ListedRecords(_log), retries: 5);

        Assert.Equal(Catalogue.WrongChip, outcome.Error!.Entry);
        Assert.Equal(JobStage.Identify, outcome.Error.Stage);
        Assert.Equal("stm32f107vc", outcome.Error.Actual);
    }

    [Fact]
    public void Run_RetriesUsedUp_EndsWithTheLastCause()
    {
        ScriptedSession[] sessions = [new(_log), new(_log), new(_log)];
        foreach (var session in sessions) session.Throws["connect"] = () => new DapException(DapFault.NoAnswer, "DPIDR read", "Nobody answered.");

        var outcome = Run(new ScriptedSessions(sessions), new ListedRecords(_log), retries: 2);

        Assert.Equal(Catalogue.NoTarget, outcome.Error!.Entry);
        Assert.Equal(3, _log.Count(line => line == "connect"));
    }

    [Fact]
    public void Run_RetryGetsLessFar_KeepsTheCauseOfTheAttemptThatGotFurther()
    {
        var first = new ScriptedSession(_log);
        first.Throws["program"] = () => new DapException(DapFault.NoAnswer, "AP0 DRW write", "Nobody answered.");
        var second = new ScriptedSession(_log);
        second.Throws["connect"] = () => new DapException(DapFault.ResetStuckLow, "nRESET", "Low.");

        var outcome = Run(new ScriptedSessions(first, second), new ListedRecords(_log), retries: 1);

        Assert.Equal(Catalogue.TargetLost, outcome.Error!.Entry);
        Assert.Equal(JobStage.Program, outcome.Error.Stage);
        Assert.Contains("E304", outcome.Error.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EvidenceOfAFailedAttempt_DoesNotCountForTheNext()
    {
        var first = new ScriptedSession(_log);
        first.Throws["reset"] = () => new DapException(DapFault.NoAnswer, "AP0 DRW write", "Nobody answered.");
        var second = new ScriptedSession(_log);
        second.Throws["verify"] = () => new FlashException(FlashFault.VerifyMismatch, "Differs.", 0x08000000, "00", "ff");

        var outcome = Run(new ScriptedSessions(first, second), new ListedRecords(_log), retries: 1);

        Assert.Equal(Verdict.Fail, outcome.Verdict);
        Assert.Null(outcome.Evidence);
    }

    [Fact]
    public void Run_CancelledByAPerson_LeavesTheTargetSafeAndSaysSo()
    {
        using var cancel = new CancellationTokenSource();
        var session = new ScriptedSession(_log);
        session.Throws["program"] = () =>
        {
            cancel.Cancel();
            return new OperationCanceledException();
        };

        var outcome = Run(new ScriptedSessions(session), new ListedRecords(_log), cancel: cancel.Token);

        Assert.Equal(Catalogue.Cancelled, outcome.Error!.Entry);
        Assert.Equal(JobStage.Program, outcome.Error.Stage);
        Assert.Contains("halted", outcome.Error.Details, StringComparison.Ordinal);
        Assert.Equal(["make-safe", "dispose", "record: finish"], _log[^3..]);
    }

    [Fact]
    public void Run_NobodyCancelledButTimeIsUp_IsATimeLimit()
    {
        var session = new ScriptedSession(_log);
        session.Throws["program"] = () => new OperationCanceledException();

        Assert.Equal(Catalogue.TimeLimit, Run(new ScriptedSessions(session), new ListedRecords(_log), retries: 0).Error!.Entry);
    }

    [Fact]
    public void Run_WithoutProject_EndsRedWithARecord()
    {
        var records = new ListedRecords(_log);
        var runner = new JobRunner(new ScriptedSessions(), records, TimeProvider.System);

        var outcome = runner.Run(() => throw new JobFailure(Catalogue.NoProject, "Nothing is selected."), PressSource.Button, _events.Add, default);

        Assert.Equal(Catalogue.NoProject, outcome.Error!.Entry);
        Assert.Same(outcome, records.Finished);
        Assert.Equal("R1", outcome.RecordId);
    }

    [Fact]
    public void Run_WithoutProbe_EndsRedWithARecord()
    {
        var sessions = new ScriptedSessions { Refusal = new JobFailure(Catalogue.NoProbe, "None is attached.") };

        var outcome = Run(sessions, new ListedRecords(_log));

        Assert.Equal(Catalogue.NoProbe, outcome.Error!.Entry);
        Assert.Equal(JobStage.Probe, outcome.Error.Stage);
        Assert.Equal("record: finish", _log[^1]);
    }

    [Fact]
    public void Run_WireBreaksInMidPage_IsTheProbeNotTheTarget()
    {
        var session = new ScriptedSession(_log);
        session.Throws["program"] = () => new FlashException(
            FlashFault.ProgramError, "Page at 0x08000400.", 0x08000400, inner: new WireException("usb", "Device is gone."));

        var outcome = Run(new ScriptedSessions(session), new ListedRecords(_log), retries: 0);

        Assert.Equal(Catalogue.ProbeLost, outcome.Error!.Entry);
    }

    private JobOutcome Run(PreparedJob job, ScriptedSession session) =>
        new JobRunner(new ScriptedSessions(session), new ListedRecords(_log), TimeProvider.System).Run(() => job, PressSource.Button, _events.Add, default);

    private static void BreakOnFailure(JobEvent happened)
    {
        if (happened is StageFailed) throw new InvalidOperationException("A listener broke.");
    }

    private JobOutcome Run(ScriptedSessions sessions, ListedRecords records, int retries = 0, CancellationToken cancel = default) =>
        new JobRunner(sessions, records, TimeProvider.System).Run(() => TestJobs.Small(retries), PressSource.Button, _events.Add, cancel);
}
