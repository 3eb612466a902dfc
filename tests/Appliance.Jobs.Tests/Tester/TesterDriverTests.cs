// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Tester;
using Appliance.Jobs.Tests.Panel;

namespace Appliance.Jobs.Tests.Tester;

/// <summary>What a tester reads on BUSY and OK.</summary>
public sealed class TesterDriverTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeStation _station = new();
    private readonly FakeTester _tester;
    private readonly TesterDriver _driver;
    private int _faults;

    public TesterDriverTests()
    {
        _tester = new FakeTester(_time);
        _driver = new TesterDriver(_station, _tester, _time);
        _driver.Faulted += _ => _faults++;
        _station.Enter(PanelState.Ready);
        _driver.Start();
    }

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void Job_Passes_OkIsOnBeforeBusyEnds()
    {
        Run(PanelState.Pass, "A", 3_000);

        Assert.Equal(["BUSY True", "OK True", "BUSY False"], Lines());
        Assert.True(_tester.Switches[2].At - _tester.Switches[1].At >= TesterDriver.OkBeforeBusy);
    }

    [Fact]
    public void NextJob_Begins_OkGoesBeforeBusyComes()
    {
        Run(PanelState.Pass, "A", 3_000);
        _time.Advance(10_000);
        Assert.True(_tester.Ok);
        _tester.Switches.Clear();
        _station.Enter(PanelState.Busy);

        Assert.Equal(["OK False", "BUSY True"], Lines());
    }

    [Theory]
    [InlineData(PanelState.Fail)]
    [InlineData(PanelState.CannotRecord)]
    [InlineData(PanelState.NoProject)]
    public void Job_EndsOtherwise_OkStaysOff(PanelState end)
    {
        Run(end, "A", 3_000);

        Assert.Equal(["BUSY True", "BUSY False"], Lines());
    }

    [Fact]
    public void Job_OfAMillisecond_KeepsBusyLongEnoughToBeSeen()
    {
        Run(PanelState.Fail, "A", 1);

        Assert.True(_tester.Switches[1].At - _tester.Switches[0].At >= TesterDriver.ShortestBusy);
    }

    [Fact]
    public void Job_NobodySaw_IsToldByAPulseAllTheSame()
    {
        _station.Enter(PanelState.Fail, FakeStation.Failed("A"));
        _time.Advance(100);
        _tester.Switches.Clear();
        _station.Enter(PanelState.Fail, FakeStation.Failed("B"));
        _time.Advance(100);

        Assert.Equal(["BUSY True", "BUSY False"], Lines());
    }

    [Fact]
    public void AnyWalkThroughTheStates_OkIsOnAfterPassOnly_AndNeverWithAFreshBusy()
    {
        var dice = new Random(20261121);
        for (var step = 0; step < 3_000; step++)
        {
            _station.Enter((PanelState)dice.Next(Enum.GetValues<PanelState>().Length), FakeStation.Failed($"{step}"));
            if (_station.Snapshot.State != PanelState.Pass && _tester.Busy) Assert.False(_tester.Ok);
            _time.Advance(dice.Next(120));
            if (!_tester.Busy) Assert.Equal(_station.Snapshot.State == PanelState.Pass, _tester.Ok);
        }
    }

    [Fact]
    public void Ok_CannotBeTakenBack_BusyStaysOn()
    {
        Run(PanelState.Pass, "A", 1_000);
        _tester.OkBroken = true;
        _station.Enter(PanelState.Busy);
        _time.Advance(3_000);
        _station.Enter(PanelState.Fail, FakeStation.Failed("B"));
        _time.Advance(10_000);
        Assert.True(_tester.Busy);
        Assert.NotEqual(0, _faults);

        _tester.OkBroken = false;
        _time.Advance(2_000);
        Assert.False(_tester.Ok);
        Assert.False(_tester.Busy);
    }

    [Fact]
    public void Dispose_TakesOkAndBusyBack()
    {
        Run(PanelState.Pass, "A", 1_000);
        _driver.Dispose();
        Assert.False(_tester.Ok);
        Assert.False(_tester.Busy);
    }

    private void Run(PanelState end, string record, int milliseconds)
    {
        _station.Enter(PanelState.Busy);
        _time.Advance(milliseconds);
        _station.Enter(end, FakeStation.Failed(record));
        _time.Advance(200);
    }

    private IEnumerable<string> Lines() => _tester.Switches.Select(change => $"{change.Line} {change.On}");
}
