// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;
using Appliance.Targets.CortexM;
using Appliance.Targets.Tests.Fakes;

namespace Appliance.Targets.Tests.CortexM;

public sealed class CoreResetTests
{
    private readonly FakeCore _board = TestTarget.Board();

    [Theory]
    [InlineData(ResetKind.System)]
    [InlineData(ResetKind.Core)]
    [InlineData(ResetKind.Pin)]
    public void Run_EachKind_ResetsOnceAndRuns(ResetKind kind)
    {
        var core = Halted();

        new CoreReset(core).Run(kind);

        Assert.Equal(1, _board.Resets);
        Assert.False(_board.Halted);
        Assert.False(_board.MaskInterrupts);
        Assert.Equal(0, core.UnexpectedResets);
    }

    [Theory]
    [InlineData(ResetKind.System)]
    [InlineData(ResetKind.Core)]
    [InlineData(ResetKind.Pin)]
    public void Halt_EachKind_StopsBeforeTheFirmware(ResetKind kind)
    {
        var core = Halted();

        new CoreReset(core).Halt(kind);

        Assert.Equal(1, _board.Resets);
        Assert.True(_board.Halted);
        Assert.True(_board.MaskInterrupts);
    }

    [Fact]
    public void Halt_ChipDeafInReset_WaitsForItsEnd()
    {
        _board.DeafInReset = true;
        _board.ResetTail = TimeSpan.FromMilliseconds(180);
        var core = Halted();

        new CoreReset(core).Halt(ResetKind.System);

        Assert.True(_board.Halted);
    }

    [Fact]
    public void Run_RequestIgnored_SaysSo()
    {
        var core = Halted();
        _board.IgnoresResetRequests = true;

        var e = Assert.Throws<TargetException>(() => new CoreReset(core).Run(ResetKind.System));

        Assert.Equal(TargetFault.NoReset, e.Fault);
        Assert.Contains("was not reset", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NeverOutOfReset_SaysSo()
    {
        var core = Halted();
        _board.ResetTail = TimeSpan.FromSeconds(100);

        var e = Assert.Throws<TargetException>(() => new CoreReset(core).Run(ResetKind.System));

        Assert.Contains("did not come out", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PinHeldByTheBoard_NamesTheLine()
    {
        var core = Halted();
        _board.Link.OthersPullReset = () => true;

        var e = Assert.Throws<DapException>(() => new CoreReset(core).Run(ResetKind.Pin));

        Assert.Equal(DapFault.ResetStuckLow, e.Fault);
    }

    [Fact]
    public void Run_CoreResetOfCortexM0_IsRefused()
    {
        _board.Cpuid = 0x410C_C200;
        var core = Halted();

        Assert.Equal(TargetFault.NoReset, Assert.Throws<TargetException>(() => new CoreReset(core).Run(ResetKind.Core)).Fault);
        Assert.Equal(0, _board.Resets);
    }

    private CortexMCore Halted()
    {
        var core = TestTarget.Open(_board);
        core.EnableDebug();
        core.Halt();
        return core;
    }
}
