// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Records;
using Appliance.Jobs.Running;
using Appliance.Jobs.Tests.Records;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Running;

/// <summary>Station, runner and journal on a disk that refuses.</summary>
public sealed class StationDiskTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _log = [];
    private readonly BlockingCollection<StationSnapshot> _over = [];
    private readonly SimulatedFolder _disk = new();

    public static TheoryData<string, Action<SimulatedFolder>, RecordCause> Refusals => new()
    {
        { "full", disk => disk.Capacity = 0, RecordCause.DiskFull },
        { "read-only", disk => disk.ReadOnly = true, RecordCause.ReadOnly },
        { "I/O error", disk => disk.FailNextFlush = true, RecordCause.IoError },
    };

    public void Dispose() => _over.Dispose();

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Press_DiskRefusesTheStart_CannotRecordAndNothingIsErased(string name, Action<SimulatedFolder> refuse, RecordCause cause)
    {
        Assert.NotEmpty(name);
        using var journal = RecordBench.Open(_disk);
        using var station = Make(journal, new ScriptedSession(_log), new ScriptedSession(_log));
        refuse(_disk);

        foreach (var _ in (int[])[1, 2])
        {
            var over = PressToTheEnd(station);
            Assert.Equal(PanelState.CannotRecord, over.State);
            Assert.Equal(cause.ToString(), over.Last!.Error!.Actual);
        }

        Assert.DoesNotContain("erase", _log);
        Assert.NotNull(journal.Failure);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Press_DiskRefusesTheVerdict_CannotRecordInsteadOfPassOrFail(string name, Action<SimulatedFolder> refuse, RecordCause cause)
    {
        foreach (var boardFails in (bool[])[false, true])
        {
            var session = new ScriptedSession(_log);
            var disk = new SimulatedFolder();
            session.Throws["reset"] = () =>
            {
                refuse(disk);
                return boardFails ? new InvalidOperationException(name) : new OperationCanceledException();
            };
            using var journal = RecordBench.Open(disk);
            using var station = Make(journal, session);

            var over = PressToTheEnd(station);

            Assert.Equal(PanelState.CannotRecord, over.State);
            Assert.Equal(Catalogue.CannotRecord, over.Last!.Error!.Entry);
            Assert.Equal(cause.ToString(), over.Last.Error.Actual);

            // A disk that is full or read-only refuses the failed stage already; a failing flush shows at the verdict only.
            if (cause == RecordCause.IoError) Assert.Contains("The board had failed", over.Last.Error.Details, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ShowReadiness_DiskFillsUp_SaysSoAndIsReady()
    {
        using var journal = RecordBench.Open(_disk);
        using var station = Make(journal);
        station.ShowReadiness(null, "The disk is 85 % full.");
        Assert.Equal(PanelState.Ready, station.Snapshot.State);
        Assert.Equal("Ready. The disk is 85 % full.", station.Snapshot.Message);
    }

    private Station Make(RecordJournal journal, params ScriptedSession[] sessions)
    {
        var factory = new ScriptedSessions(sessions);
        var station = new Station(new JobRunner(factory, new JournalRecords(journal, TimeProvider.System, () => throw new InvalidOperationException("This project has no serials.")), TimeProvider.System), new SmallProject(), factory);
        station.ShowReadiness(null);
        return station;
    }

    private StationSnapshot PressToTheEnd(Station station)
    {
        void Note(StationSnapshot shown)
        {
            if (shown.State is not PanelState.Busy) _over.Add(shown);
        }

        station.Changed += Note;
        Assert.True(SpinWait.SpinUntil(() => station.Press(PressSource.Button), Patience));
        Assert.True(_over.TryTake(out var over, Patience));
        station.Changed -= Note;
        return over!;
    }

    private sealed class SmallProject : IActiveProject
    {
        public PreparedJob Prepare() => TestJobs.Small(0);
    }
}
