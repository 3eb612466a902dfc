// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Tests.Panel;
using Appliance.Jobs.Tests.Records;
using Appliance.Jobs.Watchdog;
using Appliance.Ports.Panel;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Watchdog;

/// <summary>What station, journal and panel count as going on.</summary>
public sealed class PulseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Station_Idle_AnswersHoweverLong()
    {
        var (time, station) = (new TurnedTime(), new FakeStation());
        station.Enter(PanelState.Ready);
        using var pulse = new StationPulse(station, time);

        time.Pass(TimeSpan.FromDays(3));

        Assert.Null(pulse.Ask());
    }

    [Fact]
    public void Station_JobThatSaysSomethingInTime_GoesOn()
    {
        var (time, station) = (new TurnedTime(), new FakeStation());
        using var pulse = new StationPulse(station, time);
        time.Pass(TimeSpan.FromHours(1));
        station.Enter(PanelState.Busy);

        for (var step = 1; step < 20; step++)
        {
            time.Pass(StationPulse.LongestSilence);
            Assert.Null(pulse.Ask());
            station.Progress(step / 20.0);
        }
    }

    [Fact]
    public void Station_JobThatSaysNothing_StandsStillUntilItDoes()
    {
        var (time, station) = (new TurnedTime(), new FakeStation());
        using var pulse = new StationPulse(station, time);
        station.Enter(PanelState.Busy);

        time.Pass(StationPulse.LongestSilence + TimeSpan.FromSeconds(1));

        Assert.Equal("The job has made no progress for 121 s.", pulse.Ask());
        station.Enter(PanelState.Fail);
        Assert.Null(pulse.Ask());
    }

    [Fact]
    public async Task Journal_DiskHangsInASync_DoesNotAnswer()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var disk = new HangingFolder(new SimulatedFolder());
        using var journal = RecordBench.Open(disk);
        var pulse = new JournalPulse(journal);
        Assert.Null(pulse.Ask());
        disk.OnFlush = () =>
        {
            entered.Set();
            Assert.True(leave.Wait(Patience));
        };

        var job = Task.Run(() => RecordBench.PassingJob(journal));
        Assert.True(entered.Wait(Patience));
        var answer = Task.Run(pulse.Ask);
        var early = answer.IsCompleted;
        leave.Set();
        await job.WaitAsync(Patience);

        Assert.False(early);
        Assert.Null(await answer.WaitAsync(Patience));
    }

    [Fact]
    public void Journal_DiskRefused_HasAnswered()
    {
        var disk = new SimulatedFolder();
        using var journal = RecordBench.Open(disk);
        disk.ReadOnly = true;
        Assert.ThrowsAny<Exception>(() => RecordBench.PassingJob(journal));

        Assert.Null(new JournalPulse(journal).Ask());
    }

    [Fact]
    public void Panel_LooksAtTheButton_GoesOnAndElseStandsStill()
    {
        var time = new ManualTime();
        using var driver = new PanelDriver(new FakeStation(), new FakePanel(time), time);
        driver.Start();
        var pulse = new PanelPulse(driver);
        time.Advance(200);
        Assert.Null(pulse.Ask());

        Assert.NotNull(pulse.Ask());
        time.Advance(200);
        Assert.Null(pulse.Ask());
    }

    [Fact]
    public void Panel_ButtonThatCannotBeRead_IsLookedAtAllTheSame()
    {
        var time = new ManualTime();
        using var driver = new PanelDriver(new FakeStation(), new BrokenPanel(), time);
        driver.Start();
        var pulse = new PanelPulse(driver);

        for (var round = 0; round < 3; round++)
        {
            time.Advance(1000);
            Assert.Null(pulse.Ask());
        }
    }

    [Fact]
    public async Task Panel_LineHangsInSwitching_DoesNotAnswer()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var (time, station, panel) = (new ManualTime(), new FakeStation(), new HangingPanel());
        using var driver = new PanelDriver(station, panel, time);
        driver.Start();
        panel.OnSet = () =>
        {
            entered.Set();
            Assert.True(leave.Wait(Patience));
        };

        var switching = Task.Run(() => station.Enter(PanelState.Fail));
        Assert.True(entered.Wait(Patience));
        var answer = Task.Run(new PanelPulse(driver).Ask);
        var early = answer.IsCompleted;
        panel.OnSet = () => { };
        leave.Set();
        await switching.WaitAsync(Patience);

        Assert.False(early);
        Assert.Null(await answer.WaitAsync(Patience));
    }

    private sealed class BrokenPanel : IPanelLines
    {
        public event Action? ProgChanged
        {
            add { }
            remove { }
        }

        public bool ProgPressed => throw new PanelLinesException("the button is gone");

        public void Set(PanelOutput output, bool on)
        {
        }
    }

    private sealed class HangingPanel : IPanelLines
    {
        public event Action? ProgChanged
        {
            add { }
            remove { }
        }

        public Action OnSet { get; set; } = () => { };

        public bool ProgPressed => false;

        public void Set(PanelOutput output, bool on) => OnSet();
    }
}
