// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets.CortexM;
using Appliance.Targets.Tests.Fakes;

namespace Appliance.Targets.Tests.CortexM;

public sealed class ResetMonitorTests
{
    private readonly FakeCore _board = TestTarget.Board();

    [Fact]
    public void Check_QuietBoard_CostsOneRead()
    {
        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);
        var start = _board.Link.Clock.Now;

        new ResetMonitor(core).Check();

        Assert.InRange(_board.Link.Clock.Now - start, TimeSpan.Zero, TimeSpan.FromMicroseconds(60));
    }

    [Fact]
    public void Check_ResetOnceInBetween_IsAnUnexpectedReset()
    {
        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);
        _board.Link.Time.Delay(TimeSpan.FromMilliseconds(3), default);
        _board.Write(0xE000_ED0C, 4, 0x05FA_0004);

        Assert.Equal(TargetFault.UnexpectedReset, Assert.Throws<TargetException>(new ResetMonitor(core).Check).Fault);
    }

    [Theory]
    [InlineData(WireFeatures.Reset | WireFeatures.ResetSense)]
    [InlineData(WireFeatures.None)]
    public void Check_ResetEvery20Milliseconds_IsAResetLoop(WireFeatures features)
    {
        _board.Link.Features = features;
        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);
        _board.ResetPeriod = TimeSpan.FromMilliseconds(20);
        _board.Link.Time.Delay(TimeSpan.FromMilliseconds(19.5), default);
        _board.Link.Time.Delay(TimeSpan.FromMilliseconds(1), default);

        Assert.Equal(TargetFault.ResetLoop, Assert.Throws<TargetException>(new ResetMonitor(core).Check).Fault);
    }

    [Fact]
    public void Explain_FailureOnAQuietBoard_IsThatFailure()
    {
        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);
        var failure = new TargetException(TargetFault.MemoryFault, "x");

        Assert.Same(failure, new ResetMonitor(core).Explain(failure));
    }

    [Fact]
    public void Explain_FailureWhileTheBoardResets_KeepsItInside()
    {
        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);
        _board.ResetPeriod = TimeSpan.FromMilliseconds(20);
        var failure = new TargetException(TargetFault.MemoryFault, "x");

        var e = Assert.IsType<TargetException>(new ResetMonitor(core).Explain(failure));

        Assert.Equal(TargetFault.ResetLoop, e.Fault);
        Assert.Same(failure, e.InnerException);
    }

    [Fact]
    public void Explain_DebugPowerLostAgainAndAgain_IsAResetLoop()
    {
        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);
        _board.ResetTakesDebugPower = true;
        _board.ResetPeriod = TimeSpan.FromMilliseconds(20);

        var e = Assert.IsType<TargetException>(new ResetMonitor(core).Explain(new TargetException(TargetFault.NoHalt, "x")));

        Assert.Equal(TargetFault.ResetLoop, e.Fault);
    }
}
