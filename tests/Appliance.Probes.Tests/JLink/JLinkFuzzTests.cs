// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.JLink;
using Appliance.Simulation;
using Appliance.Simulation.JLink;

namespace Appliance.Probes.Tests.JLink;

/// <summary>Short, long, late and garbled answers of a J-Link at any moment: an error that names the probe, or the right value.</summary>
public class JLinkFuzzTests
{
    private const uint Dpidr = 0x1BA0_1477, JtagId = 0x3BA0_0477, MemApIdr = 0x1477_0011;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answers_SpoiltAtAnyMoment_NeverBecomeAFalseValue(bool jtag)
    {
        var random = new Random(8);
        int errors = 0;
        for (int round = 0; round < 300; round++)
        {
            var options = new SimulatedJLinkOptions { WantsRegistration = round % 2 == 0, StatusComesAlone = round % 3 == 0 };
            var probe = SimulatedBoard.Create("stm32f103cb").AttachJLink(options);
            using var pipe = new SpoilingPipe(probe.OpenPipe(), random, spoilAt: random.Next(24));
            try
            {
                using var link = JLinkProbe.Open(pipe, probe.Clock, jtag: jtag);
                Assert.Equal(jtag ? JtagId : Dpidr, link.Connect(4_000_000).Dpidr);
                DebugPortPower.Up(link, TimeSpan.FromMilliseconds(20));
                Assert.Equal(MemApIdr, link.ReadAp(0, 0xFC));
            }
            catch (Exception error) when (error is WireException or DapException)
            {
                Assert.True(pipe.Spoilt, error.ToString());
                Assert.Contains("sim-jlink:stm32f103cb", error.Message, StringComparison.Ordinal);
                errors++;
            }

            Assert.InRange(probe.Clock.Now, TimeSpan.Zero, Longest);
        }

        Assert.InRange(errors, 100, 300);
    }

    /// <summary>Spoils one answer: its length, its coming, or its bytes where a host can notice.</summary>
    private sealed class SpoilingPipe(IPacketPipe inner, Random random, int spoilAt) : IPacketPipe
    {
        private int _answers;

        public bool Spoilt { get; private set; }

        public string Name => inner.Name;

        public int MaximumPacket => inner.MaximumPacket;

        public void Write(ReadOnlySpan<byte> data, TimeSpan deadline) => inner.Write(data, deadline);

        public int Read(Span<byte> buffer, TimeSpan deadline)
        {
            int got = inner.Read(buffer, deadline);
            if (_answers++ != spoilAt) return got;
            Spoilt = true;
            switch (random.Next(4))
            {
                case 0:
                    throw new PacketException(PacketFault.Timeout, Name, "late");
                case 1:
                    return got - 1;
                case 2:
                    throw new PacketException(PacketFault.Failed, Name, "more than was asked for");
                default:
                    buffer[..got].Fill(0xFF);
                    return got;
            }
        }

        public void Dispose() => inner.Dispose();
    }
}
