// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Jobs.Serials;
using Appliance.Jobs.Running;
using Appliance.Probes;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Running;

/// <summary>What a job says and what its record keeps are the same.</summary>
public sealed class JournalRecordsTests
{
    private readonly SimulatedFolder _folder = new();
    private readonly List<string> _log = [];

    [Fact]
    public void Record_OfARetriedJob_KeepsTheSameWarningsInTheSameOrder()
    {
        var first = new ScriptedSession(_log);
        first.Raised.Add(new SessionWarning("first", "Seen at the first attempt."));
        first.Throws["program"] = () => new DapException(DapFault.NoAnswer, "AP0 DRW write", "Nobody answered.");
        var second = new ScriptedSession(_log);
        second.Raised.Add(new SessionWarning("second", "Seen at the second attempt."));

        var (outcome, record) = Run(1, first, second);

        Assert.Equal(["first", "retry", "second"], outcome.Warnings.Select(warning => warning.Code));
        Assert.Equal(outcome.Warnings.Select(warning => warning.Text), record.Warnings.Select(warning => warning.Text));
    }

    [Fact]
    public void Record_OfAFailedJob_TimesTheFailedStageAndNamesThoseNotReached()
    {
        var session = new ScriptedSession(_log);
        session.Throws["program"] = () => new FlashException(FlashFault.ProgramError, "No.", 0x08000000, "1", "2");

        var (_, record) = Run(0, session);

        var failed = Assert.Single(record.Stages, stage => stage.Outcome == StageOutcome.Failed);
        Assert.Equal(("program", 1000.0), (failed.Name, failed.Ms));
        Assert.Equal(["verify", "reset"], record.Stages.Where(stage => stage.Outcome == StageOutcome.Skipped).Select(stage => stage.Name));
        Assert.Equal(RecordVerdict.Fail, record.Verdict);
        Assert.Equal(("E506", "1", "2"), (record.End!.Error!.Code, record.End.Error.Expected, record.End.Error.Actual));
    }

    [Fact]
    public void Record_OfAGoodJob_HoldsEvidenceTargetAndEveryStage()
    {
        var (outcome, record) = Run(0, new ScriptedSession(_log));

        Assert.Equal(outcome.RecordId, record.Id);
        Assert.Equal(RecordVerdict.Pass, record.Verdict);
        Assert.Equal("0102", record.Target!.UniqueId);
        Assert.Equal(EvidenceClass.Readback, Assert.Single(record.Evidence).Class);
        Assert.Equal(["project", "probe", "connect", "identify", "erase", "program", "verify", "reset"], record.Stages.Select(stage => stage.Name));
        Assert.True(record.Start.Simulated);
    }

    private (JobOutcome Outcome, JobRecord Record) Run(int retries, params ScriptedSession[] sessions)
    {
        using var journal = RecordJournal.Open(_folder, new SimulatedHost(), TimeProvider.System);
        var runner = new JobRunner(new ScriptedSessions(sessions), new JournalRecords(journal, TimeProvider.System, () => SerialLedger.Open(journal, _folder)), TimeProvider.System);
        var outcome = runner.Run(() => TestJobs.Small(retries), PressSource.Button, _ => { }, CancellationToken.None);
        return (outcome, new RecordReader(_folder).Find(outcome.RecordId)!);
    }
}
