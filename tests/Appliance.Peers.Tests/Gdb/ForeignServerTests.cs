// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Gdb;
using Appliance.Flashing.Layout;
using Appliance.Peers.Tests.Simulation;
using Appliance.Platform.Host;
using Appliance.Platform.Serial;
using Appliance.Ports.Wires;
using Appliance.Simulation;
using Appliance.Simulation.StLink;
using Appliance.Targets.Descriptions;

namespace Appliance.Peers.Tests.Gdb;

/// <summary>Our client on GDB servers nobody here wrote.</summary>
public class ForeignServerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly ConnectSettings Settings = new(1_000_000, ConnectMode.Auto, Deadline);

    /// <summary>OpenOCD offers the flash of the simulated board: a whole job by its GDB server, from identification to start.</summary>
    [PeerTheory("openocd")]
    [InlineData(EraseRequest.Sectors)]
    [InlineData(EraseRequest.Chip)]
    public void Replay_ThroughOpenOcd_HoldsTheImageAndRuns(EraseRequest erase)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = 12 });
        board.Chip.Flash.AsSpan().Fill(0);
        using var probe = board.ServeStLink(0, TimeProvider.System, new SimulatedStLinkOptions { Firmware = "V2J37" });
        using var server = GdbServerProcess.OpenOcd([.. DebianOpenOcd.OverStLink(probe.Port, 0x1BA01477, [("stm32f1x", 0x08000000)]).Select(Dynamic), "adapter speed 4000", "init", "halt"]);
        var chip = ChipCatalog.Default.Find("stm32f103cb");
        using var session = new BootRouteSession(Client(server), chip);
        var image = Image(9000);
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(erase, VerifyMethod.Readback, 1_000_000));

        TargetIdentity? identity = null;
        VerifyEvidence? evidence = null;
        try
        {
            session.Connect(Settings, default);
            identity = session.Identify(default);
            session.Erase(plan, null, default);
            session.Program(plan, image, null, default);
            evidence = session.Verify(plan, image, null, default);
            session.Reset(FinalState.Run, default);
        }
        catch (WireException lost)
        {
            Assert.Fail($"{lost}\n{server.Said}");
        }

        Assert.Equal(0x410u, identity!.DeviceId);
        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.True(SpinWait.SpinUntil(() => board.Chip.IsRunning, Deadline), server.Said); // OpenOCD acknowledges first and does it then
        Assert.Empty(board.Chip.Violations.List);
        Assert.Equal(-1, board.Chip.Flash.AsSpan(9216, 1024).IndexOfAnyExcept(erase == EraseRequest.Chip ? (byte)0xFF : (byte)0));

        static string Dynamic(string command) => command == "gdb_port disabled" ? "gdb_port 0" : command;
    }

    /// <summary>QEMU has no flash to offer, but memory to read: packets, sums and lengths.</summary>
    [PeerFact("qemu-system-arm")]
    public void Read_MemoryOfQemu_IsTheImageItWasGiven()
    {
        var bytes = new byte[20_001];
        new Random(9).NextBytes(bytes);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, bytes);
            using var server = GdbServerProcess.Qemu(
                "-M", "stm32vldiscovery", "-nographic", "-S", "-monitor", "none", "-serial", "none", "-device", $"loader,file={file},addr=0x08000000,force-raw=on");
            using var client = Client(server);

            var error = Assert.Throws<FlashException>(() => client.Connect(ChipCatalog.Default.Find("stm32f100rb"), Deadline, default));
            Assert.Equal(FlashFault.Unsupported, error.Fault);
            var seen = new byte[bytes.Length];
            client.Read(0x08000000, seen, default);
            Assert.Equal(bytes, seen);
            var odd = new byte[7];
            client.Read(0x08000003, odd, default);
            Assert.Equal(bytes[3..10], odd);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static GdbBootLoader Client(GdbServerProcess server) =>
        new(TcpLine.Open("127.0.0.1", server.Port, Deadline, TimeProvider.System), new MachineClock(TimeProvider.System), "gdb:foreign", WireFeatures.Remote);

    private static FirmwareImage Image(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(bytes, 0);
        return FirmwareImage.FromBytes(0x08000000, bytes);
    }
}
