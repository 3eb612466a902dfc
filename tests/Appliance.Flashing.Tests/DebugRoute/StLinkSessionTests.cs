// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Probes;
using Appliance.Probes.StLink;
using Appliance.Simulation;
using Appliance.Simulation.StLink;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>The same job through a simulated ST-LINK, by firmware.</summary>
public class StLinkSessionTests
{
    [Theory]
    [InlineData("V2J24", 4_000_000)]
    [InlineData("V2J26", 4_000_000)]
    [InlineData("V2J28", 1_800_000)]
    [InlineData("V2J37", 4_000_000)]
    [InlineData("V3J3", 1_000_000)]
    [InlineData("V3J8", 24_000_000)]
    public void Replay_EveryFirmware_HoldsTheImageAndRuns(string firmware, int hertz)
    {
        var options = new SimulatedStLinkOptions { Firmware = firmware };
        using var rig = Rig(null, options, out _);
        var image = SessionRig.Runnable(20 * 1024 + 3);

        var evidence = rig.Replay(image, hertz: hertz);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.Equal(hertz, rig.Session.Probe.Hertz);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    [Theory]
    [InlineData("V2J24", 9_000_000, false)]
    [InlineData("V2J32", 1_125_000, false)]
    [InlineData("V2J37", 4_500_000, true)]
    [InlineData("V3J8", 8_000_000, false)]
    public void Replay_OverJtag_HoldsTheImageAndRuns(string firmware, int hertz, bool code)
    {
        using var rig = Rig(null, new SimulatedStLinkOptions { Firmware = firmware }, out _, new SimulationOptions { Cpu = code ? LoaderRig.Engines : null }, jtag: true);
        var image = SessionRig.Runnable((6 * 1024) + 3);

        var evidence = rig.Replay(image, hertz: hertz);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.Equal(hertz, rig.Session.Probe.Hertz);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    [InlineData("power-loss-mid-program", DapFault.NoAnswer)]
    public void Replay_OverJtag_TargetNotReached_SaysWhy(string fault, DapFault expected)
    {
        using var rig = Rig(fault, new SimulatedStLinkOptions(), out _, jtag: true);

        Assert.Equal(expected, Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(1024))).Fault);
    }

    [Fact]
    public void Replay_FirmwareThatSoonGivesUpWaiting_GoesOnWhereItStopped()
    {
        using var rig = Rig(null, new SimulatedStLinkOptions { WaitTries = 3 }, out _);
        var image = SessionRig.Runnable(4 * 1024);

        var evidence = rig.Replay(image);

        Assert.Equal(image.Crc32, evidence.Crc32);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Replay_MemoryCommands_KeepRoundTripsFew()
    {
        using var rig = Rig(null, new SimulatedStLinkOptions(), out var probe);

        rig.Replay(SessionRig.Runnable(128 * 1024));

        Assert.InRange(probe.Traffic.RoundTrips, 100, 1500);
    }

    [Fact]
    public void Replay_ByALoader_KeepsRoundTripsFew()
    {
        using var rig = Rig(null, new SimulatedStLinkOptions(), out var probe, new SimulationOptions { Cpu = LoaderRig.Engines });

        rig.Replay(SessionRig.Runnable(64 * 1024));

        Assert.InRange(probe.Traffic.RoundTrips, 100, 1500);
    }

    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    [InlineData("swdio-stuck-low", DapFault.NoAnswer)]
    [InlineData("swdio-stuck-high", DapFault.NoAnswer)]
    [InlineData("power-loss-mid-program", DapFault.NoAnswer)]
    public void Replay_TargetNotReached_SaysWhy(string fault, DapFault expected)
    {
        using var rig = Rig(fault, new SimulatedStLinkOptions(), out _);

        var error = Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(1024)));

        Assert.Equal(expected, error.Fault);
    }

    [Theory]
    [InlineData("wrong-chip", TargetFault.WrongChip)]
    [InlineData("read-protected", TargetFault.ReadProtected)]
    [InlineData("wait-forever", TargetFault.MemoryStalled)]
    [InlineData("reset-loop", TargetFault.ResetLoop)]
    public void Replay_TargetRefused_SaysWhy(string fault, TargetFault expected)
    {
        using var rig = Rig(fault, new SimulatedStLinkOptions(), out _);

        var error = Assert.Throws<TargetException>(() => rig.Replay(SessionRig.Runnable(1024)));

        Assert.Equal(expected, error.Fault);
    }

    [Theory]
    [InlineData("V2J24", false)]
    [InlineData("V2J37", false)]
    [InlineData("V3J8", false)]
    [InlineData("V2J37", true)]
    public void Replay_NoisyLine_PassesWhateverTransferIsHit(string firmware, bool code)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var simulation = new SimulationOptions { Seed = seed, Cpu = code ? LoaderRig.Engines : null };
            using var rig = Rig("parity-noise", new SimulatedStLinkOptions { Firmware = firmware }, out _, simulation);
            var image = SessionRig.Runnable(code ? 8 * 1024 : 3 * 1024);

            var evidence = rig.Replay(image);
            rig.Session.Reset(FinalState.Run, default);

            Assert.Equal(image.Crc32, evidence.Crc32);
        }
    }

    [Fact]
    public void Replay_BadFlashCell_IsAProgramErrorWithItsAddress()
    {
        using var rig = Rig("bad-flash-cell", new SimulatedStLinkOptions(), out _);

        var error = Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(1024)));

        Assert.Equal(FlashFault.ProgramError, error.Fault);
        Assert.InRange(error.Address!.Value, 0x08000000u, 0x0800001Fu);
    }

    [Theory]
    [InlineData("slow-silicon", "slow-flash")]
    [InlineData("watchdog", "watchdog")]
    [InlineData("flash-size-zero", "flash-size-word")]
    public void Replay_TroubleThatCanBeOvercome_PassesWithItsWarning(string fault, string warning)
    {
        using var rig = Rig(fault, new SimulatedStLinkOptions(), out _);
        var image = SessionRig.Runnable(40 * 1024);

        var evidence = rig.Replay(image);

        Assert.Equal(image.Crc32, evidence.Crc32);
        Assert.Equal([warning], rig.Session.Warnings.Select(entry => entry.Code));
    }

    private static SessionRig Rig(string? fault, SimulatedStLinkOptions options, out SimulatedStLink probe, SimulationOptions? simulation = null, bool jtag = false)
    {
        SimulatedStLink? made = null;
        var rig = new SessionRig("stm32f103cb", fault, board =>
        {
            made = board.AttachStLink(options);
            return StLinkLink.Open(made.OpenPipe(), made.Clock, board.Surroundings, jtag);
        }, simulation);
        probe = made!;
        return rig;
    }
}
