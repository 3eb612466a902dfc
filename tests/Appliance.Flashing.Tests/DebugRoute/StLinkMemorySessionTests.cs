// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.StLink;
using Appliance.Simulation;
using Appliance.Simulation.StLink;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>The same job through an ST-LINK whose firmware has memory commands alone.</summary>
public class StLinkMemorySessionTests
{
    [Theory]
    [InlineData("V2J14", 1_800_000)]
    [InlineData("V2J17", 1_800_000)]
    [InlineData("V2J23", 4_000_000)]
    public void Replay_AnF103_ByALoader_HoldsTheImageAndRuns(string firmware, int hertz)
    {
        using var rig = Rig(firmware);
        var image = SessionRig.Runnable((6 * 1024) + 3);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.Equal(hertz, rig.Session.Probe.Hertz);
        Assert.Contains(firmware, rig.Session.Probe.Name, StringComparison.Ordinal);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Replay_WhereNothingRuns_IsRefusedWithTheVersionAndNothingIsGreen()
    {
        using var rig = new SessionRig("stm32f103cb", null, board => Open(board, "V2J17"));

        var error = Assert.Throws<WireException>(() => rig.Replay(SessionRig.Runnable(512)));

        Assert.Contains("V2J17", error.Message, StringComparison.Ordinal);
        Assert.Contains("V2J24", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    public void Connect_NobodyThere_SaysWhatTheSupplyIs(string fault, DapFault cause)
    {
        using var rig = Rig("V2J17", fault);

        var error = Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(100)));

        Assert.Equal(cause, error.Fault);
        Assert.Contains("VCC of the target reads", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_NoisyLine_PassesOrSaysWhy()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            using var rig = Rig("V2J17", "parity-noise", seed);
            var image = SessionRig.Runnable(3 * 1024);
            try
            {
                Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
            }
            catch (DapException error)
            {
                Assert.Contains("V2J17", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static SessionRig Rig(string firmware, string? fault = null, int seed = 1) =>
        new("stm32f103cb", fault, board => Open(board, firmware), new SimulationOptions { Cpu = LoaderRig.Engines, Seed = seed });

    private static IDapLink Open(SimulatedBoard board, string firmware)
    {
        var probe = board.AttachStLink(new SimulatedStLinkOptions { Firmware = firmware });
        return StLinkProbe.Open(probe.OpenPipe(), probe.Clock, board.Surroundings);
    }
}
