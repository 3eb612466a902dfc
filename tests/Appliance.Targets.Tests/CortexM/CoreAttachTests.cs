// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.CortexM;
using Appliance.Targets.Tests.Fakes;

namespace Appliance.Targets.Tests.CortexM;

public sealed class CoreAttachTests
{
    private readonly FakeCore _board = TestTarget.Board();

    [Fact]
    public void Running_HealthyBoard_HaltsAndFreezes()
    {
        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);

        Assert.True(core.IsHalted);
        Assert.Equal(0x307u, _board.Word(0xE004_2004));
        Assert.Equal(0, _board.Resets);
    }

    [Fact]
    public void Running_FreezeBits_KeepTheOthers()
    {
        _board.SetWord(0xE004_2004, 0x20); // TRACE_IOEN

        CoreAttach.Running(_board.Link, TestTarget.Chip);

        Assert.Equal(0x327u, _board.Word(0xE004_2004));
    }

    [Fact]
    public void Running_WatchdogOnTheWay_IsFrozenBeforeItBites()
    {
        _board.Watchdog = TimeSpan.FromMilliseconds(1);

        var core = CoreAttach.Running(_board.Link, TestTarget.Chip);
        _board.Link.Time.Delay(TimeSpan.FromSeconds(1), default);

        Assert.Equal(0, _board.Resets);
        Assert.True(core.IsHalted);
    }

    [Fact]
    public void Running_AnotherCore_ChangesNothingOnIt()
    {
        _board.Cpuid = 0x410F_C241; // A Cortex-M4.

        CoreAttach.Running(_board.Link, TestTarget.Chip);

        Assert.Equal(0u, _board.Word(0xE004_2004));
    }

    [Fact]
    public void Running_BoardThatResetsItself_IsAResetLoop()
    {
        _board.ResetPeriod = TimeSpan.FromMilliseconds(20);
        _board.NeverHalts = true;

        Assert.Equal(TargetFault.ResetLoop, Assert.Throws<TargetException>(() => CoreAttach.Running(_board.Link, TestTarget.Chip)).Fault);
    }

    [Fact]
    public void Running_CoreThatDoesNotHalt_IsNoResetLoop()
    {
        _board.NeverHalts = true;

        Assert.Equal(TargetFault.NoHalt, Assert.Throws<TargetException>(() => CoreAttach.Running(_board.Link, TestTarget.Chip)).Fault);
    }

    [Fact]
    public void UnderReset_HealthyBoard_NoFirmwareRuns()
    {
        _board.Link.DriveReset(true);

        var core = CoreAttach.UnderReset(_board.Link, TestTarget.Chip);

        Assert.True(core.IsHalted);
        Assert.False(_board.Link.ResetLow);
        Assert.False(_board.FirmwareRan);
        Assert.Equal(0x307u, _board.Word(0xE004_2004));
    }

    [Fact]
    public void UnderReset_ChipDeafInReset_IsCaughtByAResetOfItsOwn()
    {
        _board.DeafInReset = true;
        _board.Link.DriveReset(true);

        var core = CoreAttach.UnderReset(_board.Link, TestTarget.Chip);

        Assert.True(core.IsHalted);
        Assert.Equal(0, core.UnexpectedResets);
    }

    [Fact]
    public void UnderReset_DebugPowerLostWithTheReset_IsAskedForAgain()
    {
        _board.ResetTakesDebugPower = true;
        _board.Link.DriveReset(true);
        _board.ResetTakesDebugPower = false;

        Assert.True(CoreAttach.UnderReset(_board.Link, TestTarget.Chip).IsHalted);
    }
}
