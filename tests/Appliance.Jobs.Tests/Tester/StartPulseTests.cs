// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Running;
using Appliance.Jobs.Tester;
using Appliance.Jobs.Tests.Panel;

namespace Appliance.Jobs.Tests.Tester;

/// <summary>Which pulses on START begin a job, and when.</summary>
public sealed class StartPulseTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly FakeStation _station = new();
    private readonly FakeTester _tester;
    private readonly TesterDriver _driver;

    public StartPulseTests()
    {
        _tester = new FakeTester(_time);
        _driver = new TesterDriver(_station, _tester, _time);
        _station.Enter(PanelState.Ready);
    }

    public void Dispose() => _driver.Dispose();

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(200)]
    [InlineData(60_000)]
    public void Pulse_Of30MillisecondsOrMore_StartsOneJob(int milliseconds)
    {
        Begin();
        _tester.Pulse(milliseconds);

        Assert.Equal([PressSource.Tester], _station.Presses);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(20)]
    public void Pulse_Of20MillisecondsOrLess_StartsNothing(int milliseconds)
    {
        Begin();
        for (var i = 0; i < 5; i++) _tester.Pulse(milliseconds);

        Assert.Empty(_station.Presses);
    }

    [Fact]
    public void Start_IsTheFallingEdge_NotTheRising()
    {
        Begin();
        _tester.Move(true);
        _time.Advance(5_000);
        Assert.Empty(_station.Presses);

        _tester.Move(false);
        _time.Advance(2);
        Assert.Single(_station.Presses);
    }

    [Fact]
    public void Spike_InALongPulse_EndsItNot()
    {
        Begin();
        _tester.Move(true);
        _time.Advance(100);
        _tester.Move(false);
        _time.Advance(1);
        _tester.Move(true);
        _time.Advance(100);
        Assert.Empty(_station.Presses);

        _tester.Move(false);
        _time.Advance(10);
        Assert.Single(_station.Presses);
    }

    [Fact]
    public void BouncesOfARelay_AtBothEdges_StartOneJob()
    {
        Begin();
        foreach (var level in new[] { true, false, true, false, true })
        {
            _tester.Move(level);
            _time.Advance(1);
        }

        _time.Advance(40);
        foreach (var level in new[] { false, true, false, true, false })
        {
            _tester.Move(level);
            _time.Advance(1);
        }

        _time.Advance(500);
        Assert.Single(_station.Presses);
    }

    [Fact]
    public void Noise_ThatIsNeverStill_StartsNothing()
    {
        Begin();
        var dice = new Random(3);
        for (var edge = 0; edge < 5_000; edge++)
        {
            _tester.Move(edge % 2 == 0);
            _time.Advance(dice.Next(1, 20));
        }

        Assert.Empty(_station.Presses);
    }

    [Fact]
    public void LineActiveAtTheStart_StartsNothingUntilItWasSeenInactive()
    {
        _tester.MoveUnseen(true);
        Begin();
        _time.Advance(500);
        _tester.Move(false);
        _time.Advance(500);
        Assert.Empty(_station.Presses);

        _tester.Pulse(30);
        Assert.Single(_station.Presses);
    }

    [Fact]
    public void LostEdges_LoseNoStart()
    {
        Begin();
        _tester.MoveUnseen(true);
        _time.Advance(400);
        _tester.MoveUnseen(false);
        _time.Advance(400);

        Assert.Single(_station.Presses);
    }

    [Fact]
    public void TwoPulses_StartTwoJobs()
    {
        Begin();
        _tester.Pulse(30);
        _time.Advance(50);
        _tester.Pulse(30);

        Assert.Equal(2, _station.Presses.Count);
    }

    private void Begin()
    {
        _driver.Start();
        _time.Advance(200);
    }
}
