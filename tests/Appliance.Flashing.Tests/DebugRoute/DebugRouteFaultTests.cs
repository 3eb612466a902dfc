// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Probes;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>Boards with a fault: each ends with its own exception, or passes with its own warning.</summary>
public class DebugRouteFaultTests
{
    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    [InlineData("swdio-stuck-low", DapFault.StuckLow)]
    [InlineData("swdio-stuck-high", DapFault.StuckHigh)]
    [InlineData("nreset-stuck-low", DapFault.ResetStuckLow)]
    public void Replay_TargetNotReached_SaysWhy(string fault, DapFault expected)
    {
        using var rig = new SessionRig(fault: fault);

        var error = Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(1024)));

        Assert.Equal(expected, error.Fault);
        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
    }

    [Theory]
    [InlineData("wrong-chip", TargetFault.WrongChip)]
    [InlineData("read-protected", TargetFault.ReadProtected)]
    [InlineData("wait-forever", TargetFault.MemoryStalled)]
    public void Replay_TargetRefused_SaysWhyAndTouchesNoFlash(string fault, TargetFault expected)
    {
        using var rig = new SessionRig(fault: fault);
        var before = (byte[])rig.Board.Chip.Flash.Clone();

        var error = Assert.Throws<TargetException>(() => rig.Replay(SessionRig.Runnable(1024)));

        Assert.Equal(expected, error.Fault);
        Assert.Equal(before, rig.Board.Chip.Flash);
        Assert.Equal(TimeSpan.Zero, rig.Board.Chip.Busy.Total);
        Assert.Equal(SafeState.HeldInReset, rig.Session.MakeSafe());
        Assert.True(rig.Board.Chip.ResetIsLow);
    }

    [Fact]
    public void Replay_ResetLoop_IsNamedWhateverItBrokeFirst()
    {
        using var rig = new SessionRig(fault: "reset-loop");

        var error = Assert.Throws<TargetException>(() => rig.Replay(SessionRig.Runnable(4096)));

        Assert.Equal(TargetFault.ResetLoop, error.Fault);
    }

    [Fact]
    public void Replay_PowerLostWhileProgramming_IsNotReachedAnyMore()
    {
        using var rig = new SessionRig(fault: "power-loss-mid-program");

        var error = Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(1024)));

        Assert.False(error.TargetRefused);
        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "flash-not-locked");
    }

    [Fact]
    public void Replay_BadFlashCell_IsAProgramErrorWithItsAddress()
    {
        using var rig = new SessionRig(fault: "bad-flash-cell");

        var error = Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(1024)));

        Assert.Equal(FlashFault.ProgramError, error.Fault);
        Assert.InRange(error.Address!.Value, 0x08000000u, 0x0800001Fu);
        Assert.Equal(SafeState.HeldInReset, rig.Session.MakeSafe());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("slow-silicon", "slow-flash")]
    [InlineData("watchdog", "watchdog")]
    [InlineData("flash-size-zero", "flash-size-word")]
    [InlineData("parity-noise", "parity-noise")]
    public void Replay_TroubleThatCanBeOvercome_PassesWithItsWarning(string? fault, string? warning)
    {
        using var rig = new SessionRig(fault: fault);
        var image = SessionRig.Runnable(40 * 1024);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.Equal(warning is null ? [] : [warning], rig.Session.Warnings.Select(entry => entry.Code));
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.True(rig.Board.Chip.IsRunning);
    }
}
