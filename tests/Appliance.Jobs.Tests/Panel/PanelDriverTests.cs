// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Panel;

public sealed class PanelDriverTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeStation _station = new();
    private readonly FakePanel _panel;
    private readonly PanelDriver _driver;

    public PanelDriverTests()
    {
        _panel = new FakePanel(_time);
        _driver = new PanelDriver(_station, _panel, _time);
    }

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void AnyWalkThroughTheStates_GreenIsLitInPassOnly()
    {
        var random = new Random(20261121);
        _driver.Start();

        for (var step = 0; step < 2000; step++)
        {
            _station.Enter((PanelState)random.Next(Enum.GetValues<PanelState>().Length), FakeStation.Failed($"{step}"));
            Assert.Equal(_station.Snapshot.State == PanelState.Pass, _panel[PanelOutput.Pass]);
            _time.Advance(random.Next(3000));
            Assert.Equal(_station.Snapshot.State == PanelState.Pass, _panel[PanelOutput.Pass]);
        }
    }

    [Theory]
    [InlineData(PanelState.Busy)]
    [InlineData(PanelState.Fail)]
    [InlineData(PanelState.CannotRecord)]
    public void LeavingPass_GreenGoesOffBeforeAnythingGoesOn(PanelState next)
    {
        _driver.Start();
        _station.Enter(PanelState.Pass);
        _time.Advance(5000);
        _panel.Switches.Clear();

        _station.Enter(next);

        Assert.Equal((PanelOutput.Pass, false), (_panel.Switches[0].Output, _panel.Switches[0].On));
        Assert.All(_panel.Switches.Skip(1), change => Assert.True(change.On));
    }

    [Fact]
    public void Progress_DoesNotDisturbTheRhythm()
    {
        _driver.Start();
        _station.Enter(PanelState.Busy);
        _panel.Switches.Clear();

        for (var millisecond = 0; millisecond < 4000; millisecond++)
        {
            _station.Progress(millisecond / 4000.0);
            _time.Advance(1);
        }

        Assert.Equal(20, _panel.Switches.Count);
    }

    [Fact]
    public void SecondFail_BeepsAgainEvenWithoutASeenJobBetween()
    {
        _driver.Start();
        _station.Enter(PanelState.Fail, FakeStation.Failed("1"));
        _time.Advance(10_000);
        Assert.False(_panel[PanelOutput.Buzzer]);

        _station.Enter(PanelState.Fail, FakeStation.Failed("2"));

        Assert.True(_panel[PanelOutput.Buzzer]);
    }

    [Fact]
    public void ChangeToldLate_ShowsWhatTheStationSaysNow()
    {
        _driver.Start();
        _station.Enter(PanelState.Busy);

        _station.TellLate(PanelState.Pass);

        Assert.False(_panel[PanelOutput.Pass]);
    }

    [Fact]
    public void BeforeStart_NothingIsSwitched()
    {
        _station.Enter(PanelState.Pass);
        _time.Advance(5000);

        Assert.Empty(_panel.Switches);
    }

    [Fact]
    public void Dispose_SwitchesEverythingOffAndStaysOff()
    {
        _driver.Start();
        _station.Enter(PanelState.Pass);

        _driver.Dispose();
        _station.Enter(PanelState.Pass, FakeStation.Failed("1"));
        _time.Advance(5000);

        Assert.All(Enum.GetValues<PanelOutput>(), output => Assert.False(_panel[output]));
    }

    [Fact]
    public void BrokenLine_IsReportedAndDoesNotStopTheOthers()
    {
        var faults = new List<string>();
        _driver.Faulted += fault => faults.Add(fault.Message);
        _driver.Start();
        _station.Enter(PanelState.Pass);
        _time.Advance(1000);
        _panel.Broken.Add(PanelOutput.Buzzer);

        _station.Enter(PanelState.Fail, FakeStation.Failed("1"));

        Assert.Contains("Buzzer cannot be switched", faults);
        Assert.False(_panel[PanelOutput.Pass]);
        Assert.True(_panel[PanelOutput.Fail]);
    }

    [Fact]
    public void BrokenGreen_IsTriedAgainUntilItIsOff()
    {
        _driver.Start();
        _station.Enter(PanelState.Pass);
        _panel.Broken.Add(PanelOutput.Pass);
        _station.Enter(PanelState.Starting);
        _time.Advance(5000);
        Assert.True(_panel[PanelOutput.Pass]);

        _panel.Broken.Clear();
        _time.Advance(1000);

        Assert.False(_panel[PanelOutput.Pass]);
    }

    [Fact]
    public void DisabledPanel_CanBeDriven()
    {
        using var driver = new PanelDriver(_station, new DisabledPanel(), _time);
        driver.Start();

        _station.Enter(PanelState.Fail);
        _time.Advance(5000);

        Assert.Empty(_station.Presses);
    }
}
