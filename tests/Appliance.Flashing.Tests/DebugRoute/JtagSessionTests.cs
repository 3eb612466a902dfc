// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Probes;
using Appliance.Probes.Jtag;
using Appliance.Simulation;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>The same job over JTAG.</summary>
public class JtagSessionTests
{
    /// <summary>By registers the flash holds the bus, so most scans are answered by WAIT; by a loader none is.</summary>
    [Theory]
    [InlineData(4_000_000, false)]
    [InlineData(30_000_000, false)]
    [InlineData(4_000_000, true)]
    public void Replay_HoldsTheImageAndRuns(int hertz, bool code)
    {
        using var rig = Rig(null, new SimulationOptions { Cpu = code ? LoaderRig.Engines : null });
        var image = SessionRig.Runnable((12 * 1024) + 3);

        var evidence = rig.Replay(image, hertz: hertz);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    [InlineData("nreset-stuck-low", DapFault.ResetStuckLow)]
    [InlineData("power-loss-mid-program", DapFault.NoAnswer)]
    public void Replay_TargetNotReached_SaysWhy(string fault, DapFault expected)
    {
        using var rig = Rig(fault);

        Assert.Equal(expected, Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(1024))).Fault);
    }

    [Theory]
    [InlineData("wrong-chip", TargetFault.WrongChip)]
    [InlineData("read-protected", TargetFault.ReadProtected)]
    [InlineData("wait-forever", TargetFault.MemoryStalled)]
    [InlineData("reset-loop", TargetFault.ResetLoop)]
    public void Replay_TargetRefused_SaysWhy(string fault, TargetFault expected)
    {
        using var rig = Rig(fault);

        Assert.Equal(expected, Assert.Throws<TargetException>(() => rig.Replay(SessionRig.Runnable(1024))).Fault);
    }

    private static SessionRig Rig(string? fault, SimulationOptions? simulation = null) =>
        new("stm32f103cb", fault, board => new JtagLink(board.OpenJtag()), simulation);
}
