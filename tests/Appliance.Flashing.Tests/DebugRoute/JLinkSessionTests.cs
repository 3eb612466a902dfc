// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.JLink;
using Appliance.Simulation;
using Appliance.Simulation.JLink;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>The same job through a simulated J-Link, by its kinds.</summary>
public class JLinkSessionTests
{
    public static TheoryData<string> Kinds => ["v9", "clone", "status-alone", "little-memory", "no-firmware-text"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Replay_EveryKind_HoldsTheImageAndRuns(string kind)
    {
        using var rig = Rig(Of(kind));
        var image = SessionRig.Runnable((12 * 1024) + 3);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.Equal(4_000_000, rig.Session.Probe.Hertz);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Replay_OverJtag_OfAnOldAndANewOne_HoldsTheImageAndRuns(bool old)
    {
        var options = old ? new SimulatedJLinkOptions { HasSwd = false, Hardware = 3_00_00, FreeMemory = null, Firmware = "J-Link ARM V3 Rev. 1" } : new SimulatedJLinkOptions();
        using var rig = Rig(options, jtag: true);
        var image = SessionRig.Runnable((6 * 1024) + 3);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(image.Crc32, evidence.Crc32);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Replay_WithALoader_PassesAndTheRecordNamesTheFirmware()
    {
        using var rig = Rig(new SimulatedJLinkOptions(), board: new SimulationOptions { Cpu = LoaderRig.Engines });
        var image = SessionRig.Runnable(20 * 1024);

        Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
        Assert.Contains(SimulatedJLinkOptions.DefaultFirmware, rig.Session.Probe.Name, StringComparison.Ordinal);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Replay_NoisyLine_Passes()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            using var rig = Rig(new SimulatedJLinkOptions(), "parity-noise", board: new SimulationOptions { Seed = seed });
            var image = SessionRig.Runnable(6 * 1024);

            Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connect_NobodyThere_SaysWhatTheSupplyIs(bool jtag)
    {
        using var rig = Rig(new SimulatedJLinkOptions(), "no-target", jtag: jtag);

        var error = Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(100)));

        Assert.Equal(DapFault.NoAnswer, error.Fault);
        Assert.Contains("VTref 0.0 V", error.Message, StringComparison.Ordinal);
        Assert.Contains("sim-jlink:stm32f103cb", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_ResetHeldLow_IsTold() =>
        Assert.Equal(DapFault.ResetStuckLow, Assert.Throws<DapException>(() => Rig(new SimulatedJLinkOptions(), "nreset-stuck-low").Replay(SessionRig.Runnable(100))).Fault);

    [Fact]
    public void Open_OldOneWithoutSwd_IsRefusedByName()
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachJLink(new SimulatedJLinkOptions { HasSwd = false, Hardware = 3_00_00, Firmware = "J-Link ARM V3 Rev. 1" });

        var error = Assert.Throws<WireException>(() => JLinkProbe.Open(probe.OpenPipe(), probe.Clock));

        Assert.Contains("J-Link ARM V3 Rev. 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("SWD", error.Message, StringComparison.Ordinal);
    }

    private static SimulatedJLinkOptions Of(string kind) => kind switch
    {
        "clone" => new SimulatedJLinkOptions { WantsRegistration = true, Serial = SimulatedJLinkOptions.CloneSerial },
        "status-alone" => new SimulatedJLinkOptions { StatusComesAlone = true },
        "little-memory" => new SimulatedJLinkOptions { FreeMemory = 300 },
        "no-firmware-text" => new SimulatedJLinkOptions { Firmware = "" },
        _ => new SimulatedJLinkOptions(),
    };

    private static SessionRig Rig(SimulatedJLinkOptions options, string? fault = null, bool jtag = false, SimulationOptions? board = null) => new(
        "stm32f103cb", fault, made =>
        {
            var probe = made.AttachJLink(options);
            return JLinkProbe.Open(probe.OpenPipe(), probe.Clock, made.Surroundings, jtag);
        },
        board);
}
