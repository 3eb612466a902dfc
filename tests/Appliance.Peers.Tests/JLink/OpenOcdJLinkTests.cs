// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.Peers.Tests.Simulation;
using Appliance.Simulation;
using Appliance.Simulation.JLink;

namespace Appliance.Peers.Tests.JLink;

/// <summary>
/// OpenOCD drives the simulated J-Link over libjaylink's TCP transport. It looks for devices by a broadcast on the port it listens on itself, so
/// the device answers without having been asked, as long as it takes.
/// </summary>
public class OpenOcdJLinkTests
{
    private const int ImageBytes = 16 * 1024;
    private const int Port = 19020;

    /// <summary>On a busy machine the 20 ms may pass before anybody had a chance; so may those of another run that has the port.</summary>
    private const int Looks = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [PeerTheory("openocd")]
    [InlineData("v9", "swd")]
    [InlineData("clone", "swd")]
    [InlineData("little-memory", "swd")]
    [InlineData("v9", "jtag")]
    [InlineData("old", "jtag")]
    public void Stm32F103_ThroughAJLink_HoldsTheImageItWrote(string kind, string transport)
    {
        var seed = 41 + kind.Length;
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = seed });
        var probe = board.AttachJLink(Of(kind));
        var address = Own();
        using var server = board.ServeJLink(address, TimeProvider.System, probe);
        using var image = new FlashRoundTrip(ImageBytes, seed);
        var target = transport == "swd" ? DebianOpenOcd.Stm32F1OverSwd : DebianOpenOcd.Stm32F1OverJtag(0x1641_0041);

        var result = Run();
        for (var tries = 1; tries < Looks && result.Error.Contains("No J-Link device found", StringComparison.Ordinal); tries++) result = Run();

        image.Check(result, board.Chip);
        Assert.Contains("VTarget = 3.300 V", result.Error, StringComparison.Ordinal);
        Assert.Null(server.Failure);

        PeerResult Run()
        {
            using var announcer = new Announcer(address, probe);
            return DebianOpenOcd.Run(
                Deadline, image.Folder, ["adapter driver jlink", $"adapter serial {probe.Options.Serial}", $"transport select {transport}", "adapter speed 4000", .. target], image.Commands);
        }
    }

    private static SimulatedJLinkOptions Of(string kind) => kind switch
    {
        "clone" => new SimulatedJLinkOptions { WantsRegistration = true, Serial = (uint)Random.Shared.Next(1, 900_000) },
        "little-memory" => new SimulatedJLinkOptions { FreeMemory = 600, Serial = (uint)Random.Shared.Next(1_000_000, 1_900_000) },
        "old" => new SimulatedJLinkOptions { HasSwd = false, Hardware = 3_00_00, FreeMemory = null, Serial = (uint)Random.Shared.Next(2_000_000, 2_900_000) },
        _ => new SimulatedJLinkOptions { Serial = (uint)Random.Shared.Next(3_000_000, 3_900_000) },
    };

    /// <summary>The port is always the same; an address of our own of 127.0.0.0/8 keeps runs beside each other apart.</summary>
    private static IPAddress Own() => new([127, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(0, 255), (byte)Random.Shared.Next(1, 255)]);

    /// <summary>
    /// Says that there is a device, in the words of libjaylink's <c>discovery_tcp.c</c>, until somebody has spoken to it: a host listens for 20 ms and no longer.
    /// </summary>
    private sealed class Announcer : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _stopped;

        public Announcer(IPAddress address, SimulatedJLink probe)
        {
            var message = new byte[128];
            Encoding.ASCII.GetBytes("Found").CopyTo(message, 0);
            address.GetAddressBytes().CopyTo(message, 16);
            BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(48), probe.Options.Serial);
            BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(52), (uint)probe.Options.Hardware);
            Encoding.ASCII.GetBytes("J-Link").CopyTo(message, 64);
            _thread = new Thread(() => Announce(message, probe)) { IsBackground = true };
            _thread.Start();
        }

        public void Dispose()
        {
            _stopped = true;
            _thread.Join();
        }

        private void Announce(byte[] message, SimulatedJLink probe)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            while (!_stopped && probe.Traffic.Packets == 0)
            {
                try
                {
                    socket.SendTo(message, new IPEndPoint(IPAddress.Loopback, Port));
                }
                catch (SocketException)
                {
                    // Nobody listens yet: that is told to whoever sent the datagram before.
                }
            }
        }
    }
}
