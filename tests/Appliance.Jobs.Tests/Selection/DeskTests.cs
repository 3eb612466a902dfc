// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;
using Appliance.Jobs.Selection;
using Appliance.Jobs.Sticks;
using Appliance.Jobs.Tests.Sticks;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Selection;

/// <summary>What happens on the desk's thread: sticks that come and go, boards that pass.</summary>
public sealed class DeskTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StickBench _bench = new();
    private readonly List<Exception> _failed = [];
    private readonly ProjectDesk _desk;
    private readonly List<StickReport?> _shown = [];

    public DeskTests() => _desk = new ProjectDesk(_failed.Add);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void Stick_IsVisitedOnce_AndItsReportGoesWithIt()
    {
        using var keeper = Keeper();
        var stick = StickBench.Stick();
        _bench.Media.Plug(stick);
        Settle();
        Assert.Equal([PanelState.StickReading, PanelState.StickReady], _shown.Select(report => report!.State));
        _bench.Media.Plug(new SimulatedStick { Refusal = "no" });
        Settle();
        Assert.Equal(4, _shown.Count);
        _bench.Media.Pull(stick);
        Settle();
        Assert.Equal(4, _shown.Count);
    }

    [Fact]
    public void PulledStick_TakesItsReportAway_UnlessItWasPulledTooEarly()
    {
        using var keeper = Keeper();
        var good = StickBench.Stick();
        _bench.Media.Plug(good);
        Settle();
        _bench.Media.Pull(good);
        Settle();
        Assert.Null(_shown[^1]);
        _bench.Media.Plug(StickWithEarlyPull());
        Settle();
        Settle();
        Assert.Equal(Catalogue.StickGone, _shown[^1]!.Error);
    }

    [Fact]
    public void StickThatIsInAtTheStart_IsVisited()
    {
        _bench.Media.Plug(StickBench.Stick());
        using var keeper = Keeper();
        Settle();
        Assert.Equal(PanelState.StickReady, _shown[^1]!.State);
    }

    [Fact]
    public void BrokenWork_IsTold_AndTheNextGoesOn()
    {
        _desk.Post(_ => throw new IOException("broken"));
        Settle();
        Assert.IsType<IOException>(Assert.Single(_failed));
    }

    [Fact]
    public void Dispose_EndsWorkThatWaits()
    {
        using var begun = new ManualResetEventSlim();
        _desk.Post(cancel =>
        {
            begun.Set();
            cancel.WaitHandle.WaitOne(Patience);
            cancel.ThrowIfCancellationRequested();
        });
        Assert.True(begun.Wait(Patience));
        _desk.Dispose();
        _desk.Post(_ => throw new InvalidOperationException("too late"));
        Assert.Empty(_failed);
    }

    [Theory]
    [InlineData(false, null, StageEnd.Done, true)]
    [InlineData(true, null, StageEnd.Done, false)]
    [InlineData(false, "E508", StageEnd.Done, false)]
    [InlineData(false, null, StageEnd.Skipped, false)]
    public void Board_ThatPasses_ProvesTheProject_WhereItIsRealAndWasProgrammed(bool simulated, string? error, StageEnd program, bool proven)
    {
        _bench.Visit(StickBench.Stick());
        var idle = 0;
        var station = new JobsOnly();
        using var following = new ProvenProjects(station, _desk, _bench.Store, () => _bench.Active, () => idle++);
        station.Finish(_bench.Active!, simulated, error is null ? null : new JobError(Catalogue.VerifyMismatch, JobStage.Verify, "", "", ""), program);
        Settle();
        Assert.Equal(proven ? "00001-00001" : null, _bench.Store.Shelf.LineOf(_bench.Active!)!.Revisions[0].ProvenBy);
        Assert.Equal(1, idle);
        Assert.Empty(_failed);
    }

    private static SimulatedStick StickWithEarlyPull()
    {
        var stick = StickBench.Stick("2");
        stick.PullAfterBytes = 10;
        return stick;
    }

    private StickKeeper Keeper()
    {
        var keeper = new StickKeeper(_bench.Media, _desk, new StickVisit(_bench.Store, ChipCatalog.Default, _bench.Selection, null), _shown.Add);
        keeper.Start();
        return keeper;
    }

    /// <summary>Everything that was posted has been done.</summary>
    private void Settle()
    {
        using var done = new ManualResetEventSlim();
        _desk.Post(_ => done.Set());
        Assert.True(done.Wait(Patience));
    }

    /// <summary>A station of which only the jobs' events are seen.</summary>
    private sealed class JobsOnly : IStation
    {
        public event Action<JobEvent>? JobEvent;

        public event Action<StationSnapshot>? Changed
        {
            add { }
            remove { }
        }

        public StationSnapshot Snapshot => throw new NotSupportedException();

        public bool Press(PressSource source) => throw new NotSupportedException();

        public bool CancelJob() => throw new NotSupportedException();

        public void Finish(string content, bool simulated, JobError? error, StageEnd program)
        {
            JobEvent?.Invoke(new JobStarted("00001-00001", "Door", "1", "stm32f103cb", content));
            JobEvent?.Invoke(new JobFinished(new JobOutcome(
                error is null ? Verdict.Pass : Verdict.Fail, "Door", "1", "stm32f103cb", simulated, null, "00001-00001",
                [new StageTime(JobStage.Program, TimeSpan.Zero, program), new StageTime(JobStage.Verify, TimeSpan.Zero)], null, null, [], null, error)));
        }
    }
}
