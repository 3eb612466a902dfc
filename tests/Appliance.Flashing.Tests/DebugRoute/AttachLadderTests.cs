// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Wires;
using Appliance.Probes;

namespace Appliance.Flashing.Tests.DebugRoute;

public class AttachLadderTests
{
    private const WireFeatures All = WireFeatures.Reset | WireFeatures.ResetSense | WireFeatures.SampleWhileDriving | WireFeatures.Simulated
        | WireFeatures.NoCode;

    [Fact]
    public void For_Auto_TriesEachClockBothWays()
    {
        var rungs = AttachRung.For(SessionRig.Settings, All);

        Assert.Equal(
            ["4 MHz, normal", "4 MHz, under reset", "1 MHz, normal", "1 MHz, under reset", "400 kHz, normal", "400 kHz, under reset", "100 kHz, normal", "100 kHz, under reset"],
            rungs.Select(rung => rung.ToString()));
    }

    [Fact]
    public void For_SlowClockWithoutReset_HasOnlyWhatIsLeft() => Assert.Equal(
        [new AttachRung(300_000, false), new AttachRung(100_000, false)],
        AttachRung.For(SessionRig.Settings with { Hertz = 300_000 }, WireFeatures.None));

    [Fact]
    public void For_UnderResetWithoutReset_IsUnsupported()
    {
        var error = Assert.Throws<FlashException>(
            () => AttachRung.For(SessionRig.Settings with { Mode = ConnectMode.UnderReset }, WireFeatures.None));

        Assert.Equal(FlashFault.Unsupported, error.Fault);
    }

    [Fact]
    public void Connect_TargetThatAnswersOnlyToSlowClocks_IsReachedWithAWarning()
    {
        using var rig = new SessionRig(open: board => new MutedLine(board.OpenSwd(), All) { IsMute = hertz => hertz > 400_000 });

        rig.Session.Connect(SessionRig.Settings, default);

        Assert.Equal(400_000, rig.Session.Probe.Hertz);
        Assert.Equal(5, rig.Session.Probe.ConnectPath.Count);
        Assert.StartsWith("400 kHz, normal: jtag-to-swd", rig.Session.Probe.ConnectPath[^1]);
        Assert.Equal("slow-clock", Assert.Single(rig.Session.Warnings).Code);
    }

    [Fact]
    public void Connect_FirmwareThatTakesThePinsAway_IsReachedUnderReset()
    {
        using var rig = new SessionRig(
            options: new() { Seed = 7 },
            open: board =>
            {
                SessionRig.Runnable(1024).Read(0x08000000, board.Chip.Flash.AsSpan(0, 1024), 0xFF);
                board.Chip.PowerOff();
                board.Chip.PowerOn();
                return new MutedLine(board.OpenSwd(), All) { IsMute = _ => board.Chip.IsRunning };
            });

        rig.Session.Connect(SessionRig.Settings, default);

        Assert.StartsWith("4 MHz, under reset: jtag-to-swd", rig.Session.Probe.ConnectPath[^1]);
        Assert.Equal("connect-under-reset", Assert.Single(rig.Session.Warnings).Code);
        Assert.True(rig.Board.Chip.IsHalted);
    }

    [Fact]
    public void Connect_DeadlineOver_StopsAtTheNextRung()
    {
        using var rig = new SessionRig(open: board => new MutedLine(board.OpenSwd(), All) { IsMute = _ => true });

        var error = Assert.Throws<DapException>(
            () => rig.Session.Connect(SessionRig.Settings with { Deadline = TimeSpan.FromMicroseconds(1) }, default));

        Assert.Equal(DapFault.NoAnswer, error.Fault);
        Assert.Single(rig.Session.Probe.ConnectPath);
    }

    [Fact]
    public void Connect_Cancelled_Stops()
    {
        using var rig = new SessionRig();

        Assert.Throws<OperationCanceledException>(() => rig.Session.Connect(SessionRig.Settings, new CancellationToken(true)));
    }

    [Fact]
    public void Session_WireWithoutReset_DoesWithoutIt()
    {
        using var rig = new SessionRig(open: board => new MutedLine(board.OpenSwd(), board.Surroundings));
        var image = SessionRig.Runnable(2048);

        rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.True(rig.Board.Chip.IsRunning);
        Assert.False(rig.Session.Capabilities.HasFlag(SessionCapabilities.HardwareReset));
    }

    [Fact]
    public void MakeSafe_WireWithoutReset_LeavesTheCoreHalted()
    {
        using var rig = new SessionRig(open: board => new MutedLine(board.OpenSwd(), board.Surroundings));
        rig.Replay(SessionRig.Runnable(2048));

        Assert.Equal(SafeState.Halted, rig.Session.MakeSafe());
        Assert.True(rig.Board.Chip.IsHalted);
    }

    [Fact]
    public void Verify_TargetResetBehindOurBack_IsNotGreen()
    {
        using var rig = new SessionRig();
        var image = SessionRig.Runnable(2048);
        rig.Replay(image);
        using (var somebodyElse = rig.Board.OpenSwd())
            somebodyElse.DriveReset(1);

        var error = Assert.Throws<Targets.TargetException>(() => rig.Session.Verify(rig.Plan(image), image, null, default));

        Assert.Equal(Targets.TargetFault.UnexpectedReset, error.Fault);
    }
}
