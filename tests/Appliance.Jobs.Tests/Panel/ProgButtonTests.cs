// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;

namespace Appliance.Jobs.Tests.Panel;

public sealed class ProgButtonTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeStation _station = new();
    private readonly FakePanel _panel;
    private readonly PanelDriver _driver;

    public ProgButtonTests()
    {
        _panel = new FakePanel(_time);
        _driver = new PanelDriver(_station, _panel, _time);
        _station.Enter(PanelState.Ready);
    }

    public void Dispose() => _driver.Dispose();

    [Theory]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    public void Press_CountsOnceTheLevelWasStableFor30Milliseconds(int stable, int presses)
    {
        StartReleased();

        _panel.Prog(true);
        _time.Advance(stable);

        Assert.Equal(Enumerable.Repeat(PressSource.Button, presses), _station.Presses);
    }

    [Fact]
    public void OwnSettlingTime_IsKept()
    {
        using var driver = new PanelDriver(_station, _panel, _time, TimeSpan.FromMilliseconds(80));
        driver.Start();
        _time.Advance(80);

        _panel.Prog(true);
        _time.Advance(79);
        Assert.Empty(_station.Presses);
        _time.Advance(1);

        Assert.Single(_station.Presses);
    }

    [Fact]
    public void ShortSpike_DoesNothing()
    {
        StartReleased();

        _panel.Prog(true);
        _time.Advance(5);
        _panel.Prog(false);
        _time.Advance(1000);

        Assert.Empty(_station.Presses);
    }

    [Fact]
    public void BouncingPressAndRelease_IsOnePress()
    {
        var random = new Random(8);
        StartReleased();

        for (var round = 1; round <= 200; round++)
        {
            Bounce(random, true);
            _time.Advance(40 + random.Next(500));
            Assert.Equal(round, _station.Presses.Count);
            Bounce(random, false);
            _time.Advance(40 + random.Next(500));
            Assert.Equal(round, _station.Presses.Count);
        }
    }

    [Fact]
    public void Holding_PressesOnce()
    {
        StartReleased();

        _panel.Prog(true);
        _time.Advance(60_000);

        Assert.Single(_station.Presses);
    }

    [Theory]
    [InlineData(1_900, 0)]
    [InlineData(2_200, 1)]
    [InlineData(60_000, 1)]
    public void HoldingDuringAJob_ForTwoSeconds_StopsIt(int held, int cancels)
    {
        StartReleased();
        _station.Enter(PanelState.Busy);

        _panel.Prog(true);
        _time.Advance(held);
        _panel.Prog(false);
        _time.Advance(5_000);

        Assert.Equal(cancels, _station.Cancels);
        Assert.Empty(_station.Presses);
    }

    [Fact]
    public void HoldingThePressThatBeganTheJob_DoesNotStopIt()
    {
        StartReleased();

        _panel.Prog(true);
        _time.Advance(100);
        _station.Enter(PanelState.Busy);
        _time.Advance(60_000);

        Assert.Equal((1, 0), (_station.Presses.Count, _station.Cancels));
    }

    [Fact]
    public void HoldingFromOneJobIntoTheNext_StopsNeither()
    {
        StartReleased();
        _station.Enter(PanelState.Busy);

        _panel.Prog(true);
        _time.Advance(1_000);
        _station.Enter(PanelState.Fail);
        _station.Enter(PanelState.Busy);
        _time.Advance(60_000);

        Assert.Equal(0, _station.Cancels);
    }

    [Fact]
    public void DoublePress_IsOneJob()
    {
        StartReleased();

        _panel.Prog(true);
        _time.Advance(80);
        _station.Enter(PanelState.Busy);
        _panel.Prog(false);
        _time.Advance(80);
        _panel.Prog(true);
        _time.Advance(80);
        _panel.Prog(false);
        _time.Advance(5_000);

        Assert.Equal((1, 0), (_station.Presses.Count, _station.Cancels));
    }

    [Fact]
    public void HeldAtStart_DoesNothingUntilReleased()
    {
        _panel.ProgUnseen(true);
        _driver.Start();
        _time.Advance(10_000);
        _panel.Prog(true);
        _time.Advance(10_000);
        Assert.Empty(_station.Presses);

        _panel.Prog(false);
        _time.Advance(30);
        _panel.Prog(true);
        _time.Advance(30);

        Assert.Single(_station.Presses);
    }

    [Fact]
    public void LostEdges_DoNotLoseThePress()
    {
        StartReleased();

        _panel.ProgUnseen(true);
        _time.Advance(130);
        Assert.Single(_station.Presses);
        _panel.ProgUnseen(false);
        _time.Advance(130);
        _panel.ProgUnseen(true);
        _time.Advance(130);

        Assert.Equal(2, _station.Presses.Count);
    }

    [Fact]
    public void PressWhileBusy_DoesNothing()
    {
        StartReleased();
        _station.Enter(PanelState.Busy);

        _panel.Prog(true);
        _time.Advance(1000);

        Assert.Empty(_station.Presses);
    }

    [Fact]
    public void PressBegunWhileBusy_DoesNothingWhenTheJobEndsBeforeItSettled()
    {
        StartReleased();
        _station.Enter(PanelState.Busy);
        _panel.Prog(true);
        _time.Advance(20);
        _panel.Prog(false);
        _time.Advance(2);

        _station.Enter(PanelState.Pass);
        _panel.Prog(true);
        _time.Advance(1000);

        Assert.Empty(_station.Presses);
    }

    [Fact]
    public void PressAfterTheJob_Counts()
    {
        StartReleased();
        _station.Enter(PanelState.Busy);
        _time.Advance(500);
        _station.Enter(PanelState.Fail);
        _time.Advance(500);

        _panel.Prog(true);
        _time.Advance(30);

        Assert.Single(_station.Presses);
    }

    [Fact]
    public void AfterDispose_NothingIsPressed()
    {
        StartReleased();
        _panel.Prog(true);

        _driver.Dispose();
        _panel.Prog(false);
        _panel.Prog(true);
        _time.Advance(1000);

        Assert.Empty(_station.Presses);
    }

    private void StartReleased()
    {
        _driver.Start();
        _time.Advance(1000);
    }

    /// <summary>Ends at the level, after edges that are never more than 8 ms apart.</summary>
    private void Bounce(Random random, bool level)
    {
        for (var edge = random.Next(10) * 2; edge >= 0; edge--)
        {
            _panel.Prog(edge % 2 == 0 ? level : !level);
            _time.Advance(random.Next(8));
        }
    }
}
