// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Selection;
using Appliance.Jobs.Tests.Panel;
using Appliance.Ports.Gpio;

namespace Appliance.Jobs.Tests.Selection;

public sealed class SelectionSwitchesTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<FakeGpioLine> _lines = [.. Enumerable.Range(0, 3).Select(i => new FakeGpioLine(new GpioLineName("chip", $"S{i}")))];
    private readonly List<int> _told = [];
    private readonly List<GpioException> _failed = [];
    private readonly SelectionSwitches _switches;
    private bool _jobRuns;

    public SelectionSwitchesTests() => _switches = new SelectionSwitches([.. _lines], _time, () => _jobRuns, _told.Add, _failed.Add);

    public void Dispose() => _switches.Dispose();

    [Fact]
    public void FirstNumber_IsToldOnce_WhenItStoodStill()
    {
        Turn(5);
        _time.Advance(1000);
        Assert.Empty(_told);
        _time.Advance(5000);
        Assert.Equal([5], _told);
    }

    [Fact]
    public void NumbersOnTheWay_AreNotTold()
    {
        Turn(1);
        _time.Advance(3000);
        foreach (var number in new[] { 3, 7, 6 })
        {
            Turn(number);
            _time.Advance(900);
        }

        _time.Advance(3000);
        Assert.Equal([1, 6], _told);
    }

    [Fact]
    public void BouncingSwitch_IsNotTold()
    {
        for (var i = 0; i < 50; i++)
        {
            Turn(i % 2);
            _time.Advance(300);
        }

        Assert.Empty(_told);
    }

    [Fact]
    public void WhileAJobRuns_NobodyLooks_AndTheNumberCountsAfterIt()
    {
        Turn(1);
        _time.Advance(3000);
        _jobRuns = true;
        Turn(2);
        _time.Advance(60_000);
        Assert.Equal([1], _told);
        _jobRuns = false;
        _time.Advance(900);
        Assert.Equal([1], _told);
        _time.Advance(2000);
        Assert.Equal([1, 2], _told);
    }

    [Fact]
    public void NumberThatComesBack_DuringAJob_IsNotToldAgain()
    {
        Turn(1);
        _time.Advance(3000);
        _jobRuns = true;
        Turn(2);
        _time.Advance(3000);
        Turn(1);
        _jobRuns = false;
        _time.Advance(5000);
        Assert.Equal([1], _told);
    }

    [Fact]
    public void BrokenLine_IsToldOnce_AndSaysNoNumber()
    {
        _lines[1].Broken = true;
        _time.Advance(5000);
        Assert.Single(_failed);
        Assert.Empty(_told);
        _lines[1].Broken = false;
        Turn(2);
        _time.Advance(5000);
        Assert.Equal([2], _told);
    }

    [Fact]
    public void Disposed_GivesTheLinesBack()
    {
        _switches.Dispose();
        Assert.All(_lines, line => Assert.True(line.Disposed));
        _time.Advance(5000);
        Assert.Empty(_told);
    }

    private void Turn(int number)
    {
        for (var i = 0; i < _lines.Count; i++) _lines[i].On = (number >> i & 1) != 0;
    }
}
