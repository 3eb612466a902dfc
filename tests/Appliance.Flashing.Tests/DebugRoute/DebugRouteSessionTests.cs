// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Simulation.Time;

namespace Appliance.Flashing.Tests.DebugRoute;

public class DebugRouteSessionTests
{
    [Fact]
    public void Replay_WholeChip_StaysWithinTwoPercentOfTheSilicon()
    {
        using var rig = new SessionRig();
        var image = SessionRig.Runnable(128 * 1024);
        var clock = rig.Session.Clock;
        var plan = rig.Plan(image);

        rig.Session.Connect(SessionRig.Settings, default);
        rig.Session.Identify(default);
        rig.Session.Erase(plan, null, default);
        rig.Session.Program(plan, image, null, default);
        var before = clock.Now;
        rig.Session.Verify(plan, image, null, default);
        var readback = clock.Now - before;
        rig.Session.Reset(FinalState.Run, default);

        var floor = rig.Board.Chip.Busy.Sum(BusyKind.MassErase) + rig.Board.Chip.Busy.Sum(BusyKind.Program);
        Assert.Equal(plan.BytesProgrammed / 2, rig.Board.Chip.Busy.Count(BusyKind.Program));
        Assert.InRange((clock.Now - readback) / floor, 1.0, 1.02);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    [Theory]
    [InlineData("stm32f100rb")]
    [InlineData("stm32f103c6")]
    [InlineData("stm32f103rc")]
    [InlineData("stm32f103rg")]
    [InlineData("stm32f105rc")]
    [InlineData("stm32f107vc")]
    public void Replay_EveryDensity_HoldsTheImageAndRuns(string target)
    {
        using var rig = new SessionRig(target);
        var image = FirmwareImage.Merge(
            [SessionRig.Runnable(300), FirmwareImage.FromBytes((uint)(0x08000000 + rig.Chip.FlashBytes - 3), [1, 2, 3])]);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal((303L, image.Crc32), (evidence.Bytes, evidence.Crc32));
        Assert.Equal([1, 2, 3], rig.Board.Chip.Flash[^3..]);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Identify_SoundBoard_KnowsWhoItIs()
    {
        using var rig = new SessionRig();
        rig.Session.Connect(SessionRig.Settings, default);

        var identity = rig.Session.Identify(default);

        Assert.Equal(
            new TargetIdentity(
                "stm32f103cb", 0x1BA01477, identity.Cpuid, 0x410, 0x2003, Convert.ToHexStringLower(rig.Board.Chip.UniqueId), 128),
            identity);
        Assert.Equal(0xC23u, (identity.Cpuid >> 4) & 0xFFF);
    }

    [Fact]
    public void Connect_SoundBoard_HaltsAtResetAndSaysHow()
    {
        using var rig = new SessionRig();

        rig.Session.Connect(SessionRig.Settings, default);

        Assert.True(rig.Board.Chip.IsHalted);
        Assert.Equal(["4 MHz, normal: jtag-to-swd, DPIDR 0x1ba01477"], rig.Session.Probe.ConnectPath);
        Assert.Equal(("sim:stm32f103cb", true, 4_000_000), (rig.Session.Probe.Name, rig.Session.Probe.Simulated, rig.Session.Probe.Hertz));
        Assert.True(rig.Session.Probe.Cycles > 0);
    }

    [Fact]
    public void Connect_UnderReset_LetsNoInstructionRun()
    {
        using var rig = new SessionRig();

        rig.Session.Connect(SessionRig.Settings with { Mode = ConnectMode.UnderReset }, default);

        Assert.True(rig.Board.Chip.IsHalted);
        Assert.StartsWith("4 MHz, under reset: ", Assert.Single(rig.Session.Probe.ConnectPath));
    }

    [Fact]
    public void Erase_BeforeIdentify_IsRefused()
    {
        using var rig = new SessionRig();
        var image = SessionRig.Runnable(64);
        rig.Session.Connect(SessionRig.Settings, default);

        Assert.Throws<InvalidOperationException>(() => rig.Session.Erase(rig.Plan(image), null, default));
        Assert.Throws<InvalidOperationException>(() => rig.Session.Program(rig.Plan(image), image, null, default));
        Assert.Throws<InvalidOperationException>(() => rig.Session.Verify(rig.Plan(image), image, null, default));
    }

    [Fact]
    public void Erase_PlanAsksForCrcOnTheTarget_IsUnsupportedBeforeAnythingIsErased()
    {
        using var rig = new SessionRig();
        rig.Session.Connect(SessionRig.Settings, default);
        rig.Session.Identify(default);

        var error = Assert.Throws<FlashException>(() => rig.Session.Erase(rig.Plan(SessionRig.Runnable(64), verify: VerifyMethod.Crc), null, default));

        Assert.Equal(FlashFault.Unsupported, error.Fault);
        Assert.False(rig.Session.Capabilities.HasFlag(SessionCapabilities.TargetCrc));
        Assert.Equal(TimeSpan.Zero, rig.Board.Chip.Busy.Total);
    }

    [Fact]
    public void Erase_PlanOfAnotherChip_IsRefused()
    {
        using var rig = new SessionRig();
        rig.Session.Connect(SessionRig.Settings, default);
        rig.Session.Identify(default);

        Assert.Throws<InvalidOperationException>(
            () => rig.Session.Erase(rig.Plan(SessionRig.Runnable(64)) with { Target = "stm32f103c8" }, null, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1500)]
    [InlineData(2999)]
    public void Verify_BitFlippedAfterProgramming_IsRed(int offset)
    {
        using var rig = new SessionRig();
        var image = SessionRig.Runnable(3000);
        rig.Replay(image);
        rig.Board.Chip.FlipBit(offset, 7);

        var error = Assert.Throws<FlashException>(() => rig.Session.Verify(rig.Plan(image), image, null, default));

        Assert.Equal((FlashFault.VerifyMismatch, 0x08000000u + (uint)offset), (error.Fault, error.Address!.Value));
    }

    [Fact]
    public void Verify_HoleOfFfAtTheEnd_IsReadToo()
    {
        using var rig = new SessionRig();
        var bytes = new byte[1024];
        bytes.AsSpan(512).Fill(0xFF);
        var image = FirmwareImage.FromBytes(0x08000000, bytes);
        rig.Replay(image);
        rig.Board.Chip.FlipBit(1023, 0);

        var error = Assert.Throws<FlashException>(() => rig.Session.Verify(rig.Plan(image), image, null, default));

        Assert.Equal((0x080003FFu, "0xff", "0xfe"), (error.Address!.Value, error.Expected, error.Actual));
    }

    [Fact]
    public void Erase_NothingOnWrittenFlash_IsNotBlankAndNothingIsWritten()
    {
        using var rig = new SessionRig();
        rig.Board.Chip.Flash[0x105] = 0x7F;
        var image = FirmwareImage.FromBytes(0x08000100, [1, 2, 3, 4, 5, 6]);

        var error = Assert.Throws<FlashException>(() => rig.Replay(image, EraseRequest.None));

        Assert.Equal((FlashFault.NotBlank, 0x08000105u), (error.Fault, error.Address!.Value));
        Assert.Equal(0, rig.Board.Chip.Busy.Count(BusyKind.Program));
    }

    [Theory]
    [InlineData(FinalState.Run, false, 1)]
    [InlineData(FinalState.Halt, true, 1)]
    [InlineData(FinalState.Leave, false, 0)]
    public void Reset_FinalState_IsWhatTheProjectAsked(FinalState state, bool halted, int resets)
    {
        using var rig = new SessionRig();
        rig.Replay(SessionRig.Runnable(1024));
        var before = rig.Board.Chip.Events.Resets;

        rig.Session.Reset(state, default);

        Assert.Equal((halted, resets), (rig.Board.Chip.IsHalted, rig.Board.Chip.Events.Resets - before));
    }

    [Fact]
    public void MakeSafe_AfterCancelMidProgram_HoldsResetThenHaltsWhenTheProbeLetsGo()
    {
        using var cancel = new CancellationTokenSource();
        var rig = new SessionRig();
        var image = SessionRig.Runnable(8192);
        var plan = rig.Plan(image);
        rig.Session.Connect(SessionRig.Settings, default);
        rig.Session.Identify(default);
        rig.Session.Erase(plan, null, default);

        Assert.Throws<OperationCanceledException>(() => rig.Session.Program(plan, image, new CancelAt(2048, cancel), cancel.Token));

        Assert.Equal(SafeState.HeldInReset, rig.Session.MakeSafe());
        Assert.True(rig.Board.Chip.ResetIsLow);
        rig.Dispose();
        Assert.False(rig.Board.Chip.ResetIsLow);
        Assert.True(rig.Board.Chip.IsHalted);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void MakeSafe_NeverConnected_DoesNotThrow()
    {
        using var rig = new SessionRig();

        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
    }

    [Fact]
    public void MakeSafe_PowerGone_DoesNotThrowAndClaimsNothing()
    {
        using var rig = new SessionRig();
        rig.Replay(SessionRig.Runnable(64));
        rig.Board.Chip.PowerOff();

        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
    }

    [Fact]
    public void Replay_ReplayedTwice_PassesAgain()
    {
        using var rig = new SessionRig();

        rig.Replay(SessionRig.Runnable(2048));

        Assert.Equal(4096, rig.Replay(SessionRig.Runnable(4096)).Bytes);
    }

    private sealed class CancelAt(long bytes, CancellationTokenSource source) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value >= bytes)
                source.Cancel();
        }
    }
}
