// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Ports.Usb;
using Appliance.Probes;
using Appliance.Probes.Mpsse;
using Appliance.Simulation;
using Appliance.Simulation.Ftdi;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>The same job through simulated adapters with a chip of FTDI, by layout and wiring.</summary>
public class FtdiSessionTests
{
    private SimulatedFtdi? _probe;

    public static TheoryData<string, string> Wirings
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var layout in FtdiLayouts.All)
            {
                data.Add(layout.Name, "jtag");
                foreach (var wiring in layout.Wirings) data.Add(layout.Name, wiring.ToString());
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Wirings))]
    public void Replay_EveryLayoutAndWiring_HoldsTheImageAndRuns(string layout, string wiring)
    {
        using var rig = Rig(layout, wiring);
        var image = SessionRig.Runnable((6 * 1024) + 3);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(image.Crc32, evidence.Crc32);
        Assert.Equal(layout is "arm-usb-ocd" or "arm-usb-tiny" ? 3_000_000 : 3_750_000, rig.Session.Probe.Hertz);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.InRange(_probe!.MostWaiting, 1, _probe.Options.Wiring.Chip.AnswerBytes);
    }

    [Theory]
    [InlineData("arm-usb-ocd-h", "jtag")]
    [InlineData("arm-usb-ocd", "Adapter")]
    [InlineData("um232h", "Resistor")]
    public void DriveReset_EveryKindOfPin_PullsTheLineAndLetsGo(string layout, string wiring)
    {
        var board = SimulatedBoard.Create("stm32f103cb");
        var pins = board.OpenSwd();
        using (var link = Open(board, layout, wiring))
        {
            link.Connect(1_000_000);
            link.DriveReset(true);
            Assert.Equal(1u, pins.SampleReset());
            link.DriveReset(false);
            Assert.Equal(0u, pins.SampleReset());
            link.DriveReset(true);
        }

        Assert.Equal(0u, pins.SampleReset());
    }

    [Fact]
    public void Replay_WithALoader_PassesAndTheRecordNamesLayoutAndChip()
    {
        using var rig = Rig("arm-usb-ocd-h", "Adapter", board: new SimulationOptions { Cpu = LoaderRig.Engines });
        var image = SessionRig.Runnable(20 * 1024);

        Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
        Assert.Contains("arm-usb-ocd-h, FT2232H", rig.Session.Probe.Name, StringComparison.Ordinal);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Replay_NoisyLine_Passes()
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            using var rig = Rig("um232h", "Resistor", "parity-noise", new SimulationOptions { Seed = seed });
            var image = SessionRig.Runnable(4 * 1024);

            Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
        }
    }

    [Fact]
    public void Replay_ABlock_CostsFewRoundTrips()
    {
        using var rig = Rig("arm-usb-ocd-h", "Adapter", board: new SimulationOptions { Cpu = LoaderRig.Engines });

        rig.Replay(SessionRig.Runnable(8 * 1024));

        // 64 KiB read back are 16,384 words of 5 bytes of answer: 20 memories full of answers at the least.
        Assert.InRange(_probe!.Traffic.RoundTrips, 20, 700);
    }

    [Theory]
    [InlineData("jtag")]
    [InlineData("Adapter")]
    [InlineData("Resistor")]
    public void Connect_NobodyThere_IsNoAnswer(string wiring)
    {
        using var rig = Rig("arm-usb-ocd-h", wiring, "no-target");

        var error = Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(100)));

        Assert.Equal(DapFault.NoAnswer, error.Fault);
        Assert.Contains("arm-usb-ocd-h", error.Message, StringComparison.Ordinal);
    }

    private SessionRig Rig(string layout, string wiring, string? fault = null, SimulationOptions? board = null) =>
        new("stm32f103cb", fault, made => Open(made, layout, wiring), board);

    private IDapLink Open(SimulatedBoard board, string layout, string wiring)
    {
        FtdiSwdWiring? swd = wiring == "jtag" ? null : Enum.Parse<FtdiSwdWiring>(wiring);
        var probe = _probe = board.AttachFtdi(new SimulatedFtdiOptions { Wiring = SimulatedFtdiWiring.Find(layout)!, Cable = Enum.Parse<SimulatedFtdiCable>(wiring, ignoreCase: true) });
        var port = new FtdiPort(0, new UsbEndpoint(0x02, UsbTransfer.Bulk), new UsbEndpoint(0x81, UsbTransfer.Bulk), probe.Options.Wiring.Chip.PacketBytes);
        return MpsseProbe.Open(probe.OpenLink(), port, FtdiLayouts.Find(layout)!, "sim-ftdi", probe.Clock, swd, board.Surroundings);
    }
}
