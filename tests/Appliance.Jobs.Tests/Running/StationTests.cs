// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Tests.Running;

public sealed class StationTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _log = [];
    private readonly BlockingCollection<StationSnapshot> _shown = [];

    public void Dispose() => _shown.Dispose();

    [Fact]
    public void Press_WhileStarting_DoesNothing()
    {
        using var station = Make(new ScriptedSession(_log));

        Assert.False(station.Press(PressSource.Button));
        Assert.Equal(PanelState.Starting, station.Snapshot.State);
    }

    [Fact]
    public void Press_WhenReady_GoesFromBusyToPass()
    {
        using var station = Make(new ScriptedSession(_log));
        station.ShowReadiness(null);

        Assert.True(station.Press(PressSource.Button));

        var states = ShownUntil(snapshot => snapshot.Last is not null).Select(snapshot => snapshot.State).ToList();
        Assert.Equal([PanelState.Ready, PanelState.Busy, PanelState.Pass], states.Distinct());
        Assert.Equal(1, station.Snapshot.Progress);
        Assert.All(station.Snapshot.Stages, view => Assert.Equal(StageState.Done, view.State));
    }

    [Fact]
    public void Press_WhileAJobRuns_IsRefused()
    {
        using var inside = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var session = new ScriptedSession(_log);
        session.Throws["erase"] = () =>
        {
            inside.Set();
            go.Wait(Patience);
            return new OperationCanceledException();
        };
        using var station = Make(session);
        station.ShowReadiness(null);
        Assert.True(station.Press(PressSource.Button));
        Assert.True(inside.Wait(Patience));

        Assert.False(station.Press(PressSource.Page));
        Assert.True(station.CancelJob());

        go.Set();
        var last = ShownUntil(snapshot => snapshot.Last is not null)[^1];
        Assert.Equal(PanelState.Fail, last.State);
        Assert.Equal(Catalogue.Cancelled, last.Last!.Error!.Entry);
        Assert.Contains(last.Stages, view => view is { Stage: JobStage.Erase, State: StageState.Failed });
    }

    [Fact]
    public async Task Press_FromTheHandlerOfTheVerdict_StartsTheNextJob()
    {
        using var station = Make(new ScriptedSession(_log), new ScriptedSession(_log));
        station.ShowReadiness(null);
        var again = new TaskCompletionSource<bool>();
        station.JobEvent += happened =>
        {
            if (happened is JobFinished && !again.Task.IsCompleted) again.SetResult(station.Press(PressSource.Button));
        };
        station.Press(PressSource.Button);

        Assert.True(await again.Task.WaitAsync(Patience));
    }

    [Fact]
    public void Changed_SubscriberThatThrows_NeitherFailsTheJobNorEndsTheService()
    {
        using var station = Make(new ScriptedSession(_log));
        var broken = new BlockingCollection<Exception>();
        station.SubscriberFailed += broken.Add;
        station.Changed += _ => throw new InvalidOperationException("The page broke.");
        station.ShowReadiness(null);

        station.Press(PressSource.Button);

        Assert.Equal(PanelState.Pass, ShownUntil(snapshot => snapshot.Last is not null)[^1].State);
        Assert.NotEmpty(broken);
    }

    [Fact]
    public void ShowReadiness_RecordTroubleDuringAJob_IsShownWhenTheJobIsOver()
    {
        var session = new ScriptedSession(_log);
        using var station = Make(session);
        station.ShowReadiness(null);
        session.Throws["erase"] = () =>
        {
            station.ShowReadiness("The chain is broken.");
            return new FlashException(FlashFault.EraseError, "No.");
        };

        station.Press(PressSource.Button);

        var shown = ShownUntil(snapshot => snapshot.Last is not null);
        Assert.Equal(PanelState.CannotRecord, shown[^1].State);
        Assert.All(shown.SkipWhile(snapshot => snapshot.State != PanelState.Busy).SkipLast(1), snapshot => Assert.Equal(PanelState.Busy, snapshot.State));
    }

    [Fact]
    public void ShowReadiness_WithoutProject_SaysSoAndAPressEndsRed()
    {
        using var station = new Station(
            new JobRunner(new ScriptedSessions(), new ListedRecords(_log), TimeProvider.System), new NoProject(), new ScriptedSessions());
        station.Changed += _shown.Add;
        station.ShowReadiness(null);
        Assert.Equal(PanelState.NoProject, station.Snapshot.State);

        Assert.True(station.Press(PressSource.Button));

        Assert.Equal(PanelState.Fail, ShownUntil(snapshot => snapshot.Last is not null)[^1].State);
    }

    [Fact]
    public void ShowReadiness_WhenRecordsCannotBeKept_IsItsOwnState()
    {
        using var station = Make(new ScriptedSession(_log));

        station.ShowReadiness("The disk is full.");

        Assert.Equal(PanelState.CannotRecord, station.Snapshot.State);
        Assert.Equal("The disk is full.", station.Snapshot.Message);
    }

    [Fact]
    public void Notice_StandsAboveTheState_AndGoesWithAPress()
    {
        using var station = Make(new ScriptedSession(_log));
        station.ShowReadiness(null);
        station.ShowNotice(Reading);
        Assert.Equal((PanelState.StickReading, "Reading."), (station.Snapshot.State, station.Snapshot.Message));
        station.ShowNotice(Done);
        Assert.Equal(PanelState.StickReady, station.Snapshot.State);
        station.ShowNotice(null);
        Assert.Equal(PanelState.Ready, station.Snapshot.State);
        station.ShowNotice(Reading);
        station.Press(PressSource.Button);
        Assert.Equal(PanelState.Pass, ShownUntil(snapshot => snapshot.Last is not null)[^1].State);
        Assert.DoesNotContain(PanelState.StickReading, ShownUntilNow().Select(snapshot => snapshot.State));
    }

    [Fact]
    public void Notice_OfAStickPluggedInDuringAJob_IsToldBesideTheVerdict_AndHidesItNever()
    {
        var session = new ScriptedSession(_log);
        using var station = Make(session);
        station.ShowReadiness(null);
        session.Throws["erase"] = () =>
        {
            station.ShowNotice(Reading);
            Assert.Equal(PanelState.Busy, station.Snapshot.State);
            station.ShowNotice(new StationNotice(PanelState.StickRefused, "Not now.", "Wait.", Begins: true));
            Assert.Equal(PanelState.Busy, station.Snapshot.State);
            return new FlashException(FlashFault.EraseError, "No.");
        };
        station.Press(PressSource.Button);
        var verdict = ShownUntil(snapshot => snapshot.Last is not null)[^1];
        Assert.Equal(PanelState.Fail, verdict.State);
        Assert.EndsWith(" Not now.", verdict.Message, StringComparison.Ordinal);
        station.ShowNotice(Done);
        Assert.Equal((PanelState.Fail, verdict.Message.Replace("Not now.", "Done.", StringComparison.Ordinal)), (station.Snapshot.State, station.Snapshot.Message));
        station.ShowNotice(Reading);
        Assert.Equal(PanelState.StickReading, station.Snapshot.State);
        station.ShowNotice(null);
        Assert.Equal(PanelState.Fail, station.Snapshot.State);
    }

    [Fact]
    public void WhileIdle_DuringAJob_ChangesNothing()
    {
        var session = new ScriptedSession(_log);
        using var station = Make(session);
        station.ShowReadiness(null);
        Assert.True(station.WhileIdle(() => { }));
        var (asked, changed) = (false, false);
        session.Throws["erase"] = () =>
        {
            asked = !station.WhileIdle(() => changed = true);
            return new FlashException(FlashFault.EraseError, "No.");
        };
        station.Press(PressSource.Button);
        ShownUntil(snapshot => snapshot.Last is not null);
        Assert.Equal((true, false), (asked, changed));
        Assert.True(station.WhileIdle(() => changed = true));
        Assert.True(changed);
    }

    [Fact]
    public async Task Press_WhileAProjectIsSelected_WaitsForIt()
    {
        using var station = Make(new ScriptedSession(_log));
        station.ShowReadiness(null);
        Task<bool> press = Task.FromResult(false);
        station.WhileIdle(() =>
        {
            press = Task.Run(() => station.Press(PressSource.Button));
            Assert.Equal(PanelState.Ready, station.Snapshot.State);
        });
        ShownUntil(snapshot => snapshot.Last is not null);
        Assert.True(await press.WaitAsync(Patience));
    }

    [Fact]
    public void ProjectSelected_KeepsAVerdict_AndSaysWhatTheNextBoardGets()
    {
        using var station = Make(new ScriptedSession(_log));
        station.ShowReadiness(null);
        station.Press(PressSource.Button);
        ShownUntil(snapshot => snapshot.Last is not null);
        station.ProjectSelected("The next board gets B 2.");
        Assert.Equal((PanelState.Pass, "Passed. The next board gets B 2."), (station.Snapshot.State, station.Snapshot.Message));
    }

    private static readonly StationNotice Reading = new(PanelState.StickReading, "Reading.", "Wait.", Begins: true);

    private static readonly StationNotice Done = new(PanelState.StickReady, "Done.", "Pull.", Begins: false);

    private List<StationSnapshot> ShownUntilNow()
    {
        var seen = new List<StationSnapshot>();
        while (_shown.TryTake(out var next)) seen.Add(next);
        return seen;
    }

    private Station Make(params ScriptedSession[] all)
    {
        var sessions = new ScriptedSessions(all);
        var station = new Station(new JobRunner(sessions, new ListedRecords(_log), TimeProvider.System), new SmallProject(), sessions);
        station.Changed += _shown.Add;
        return station;
    }

    private List<StationSnapshot> ShownUntil(Func<StationSnapshot, bool> last)
    {
        var seen = new List<StationSnapshot>();
        while (_shown.TryTake(out var next, Patience))
        {
            seen.Add(next);
            if (last(next)) return seen;
        }

        throw new TimeoutException("The station did not get there.");
    }

    private sealed class SmallProject : IActiveProject
    {
        public PreparedJob Prepare() => TestJobs.Small(0);
    }

    private sealed class NoProject : IActiveProject
    {
        public PreparedJob Prepare() => throw new JobFailure(Catalogue.NoProject, "Nothing is selected.");
    }
}
