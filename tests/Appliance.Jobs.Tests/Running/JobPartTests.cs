// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Tests.Running;

/// <summary>Parts of a job: what is done, what is told, and that only a flash that was read is a PASS.</summary>
public sealed class JobPartTests
{
    private readonly List<string> _log = [];
    private readonly List<JobEvent> _events = [];

    [Theory]
    [InlineData(JobPart.Erase, "erase")]
    [InlineData(JobPart.Program, "program verify")]
    [InlineData(JobPart.Verify, "verify")]
    [InlineData(JobPart.Start, "")]
    [InlineData(JobPart.Whole, "erase program verify")]
    public void Part_DoesItsStagesAlone_AndTellsOfNoOther(JobPart part, string stages)
    {
        Run(part);

        string[] phases = ["erase", "program", "verify"];
        Assert.Equal(stages, string.Join(' ', _log.Where(phases.Contains)));
        var told = _events.OfType<StageStarted>().Select(started => started.Stage.ToString().ToLowerInvariant()).Where(phases.Contains);
        Assert.Equal(stages, string.Join(' ', told));
        Assert.Contains("reset", _log);
    }

    [Theory]
    [InlineData(JobPart.Program)]
    [InlineData(JobPart.Verify)]
    public void Part_ThatReadsTheFlash_Passes(JobPart part)
    {
        var outcome = Run(part);

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Equal(StageEnd.Skipped, outcome.Stages.Single(stage => stage.Stage == JobStage.Erase).End);
    }

    [Theory]
    [InlineData(JobPart.Erase)]
    [InlineData(JobPart.Start)]
    public void Part_ThatProvesNothing_IsNeverAPass(JobPart part)
    {
        var outcome = Run(part);

        Assert.Equal((Verdict.Fail, Catalogue.PartOnly), (outcome.Verdict, outcome.Error!.Entry));
        Assert.DoesNotContain("make-safe", _log);
    }

    private JobOutcome Run(JobPart part) =>
        new JobRunner(new ScriptedSessions(new ScriptedSession(_log)), new ListedRecords(_log), TimeProvider.System)
            .Run(() => TestJobs.Small(0) with { Part = part }, PressSource.Remote, _events.Add, default);
}
