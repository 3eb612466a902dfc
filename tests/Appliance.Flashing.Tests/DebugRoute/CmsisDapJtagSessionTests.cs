// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.CmsisDap;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>The same job over JTAG through a simulated CMSIS-DAP probe, on a chain of two TAPs.</summary>
public class CmsisDapJtagSessionTests
{
    [Theory]
    [InlineData(1, 64, 4)]
    [InlineData(1, 512, 1)]
    [InlineData(2, 64, 4)]
    [InlineData(2, 512, 16)]
    public void Replay_EveryKindOfProbe_HoldsTheImageAndRuns(int version, int packetBytes, int packetCount)
    {
        using var rig = Rig(new SimulatedCmsisDapOptions { Version = version, PacketBytes = packetBytes, PacketCount = packetCount });
        var image = SessionRig.Runnable((4 * 1024) + 3);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(image.Crc32, evidence.Crc32);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Replay_WithALoader_Passes()
    {
        using var rig = Rig(new SimulatedCmsisDapOptions(), board: new SimulationOptions { Cpu = LoaderRig.Engines });
        var image = SessionRig.Runnable(12 * 1024);

        Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    [InlineData("nreset-stuck-low", DapFault.ResetStuckLow)]
    public void Connect_ABoardWithTrouble_IsToldByCause(string fault, DapFault cause) =>
        Assert.Equal(cause, Assert.Throws<DapException>(() => Rig(new SimulatedCmsisDapOptions(), fault).Replay(SessionRig.Runnable(100))).Fault);

    [Fact]
    public void Open_AProbeWithoutJtag_IsRefusedByName()
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachCmsisDap(new SimulatedCmsisDapOptions { Jtag = false });

        var error = Assert.Throws<WireException>(() => CmsisDapJtagLine.Open(probe.OpenPipe(), new CmsisDapDevice(2), probe.Clock));

        Assert.Contains("JTAG", error.Message, StringComparison.Ordinal);
        Assert.Contains("sim-cmsis-dap", error.Message, StringComparison.Ordinal);
    }

    private static SessionRig Rig(SimulatedCmsisDapOptions options, string? fault = null, SimulationOptions? board = null) => new(
        "stm32f103cb", fault, made =>
        {
            var probe = made.AttachCmsisDap(options);
            return CmsisDapJtagLine.Open(probe.OpenPipe(), new CmsisDapDevice(options.Version), probe.Clock, made.Surroundings);
        },
        board);
}
