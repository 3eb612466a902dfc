// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.JLink;
using Appliance.Probes.Tests.Fakes;
using Appliance.Simulation;
using Appliance.Simulation.JLink;

namespace Appliance.Probes.Tests.JLink;

/// <summary>Short, long, late and garbled answers of a J-Link at any moment: an error that names the probe, or the right value.</summary>
public class JLinkFuzzTests
{
    private const uint Dpidr = 0x1BA0_1477, JtagId = 0x3BA0_0477, MemApIdr = 0x1477_0011;
    private const string Device = "sim-jlink:stm32f103cb";
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
            using var pipe = new SpoilingPipe(probe.OpenPipe(), random.Next(24), (buffer, got) => Spoil(random, buffer, got));
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
                Assert.Contains(Device, error.Message, StringComparison.Ordinal);
                errors++;
            }

            Assert.InRange(probe.Clock.Now, TimeSpan.Zero, Longest);
        }

        Assert.InRange(errors, 100, 300);
    }

    /// <summary>Its length, its coming, or its bytes where a host can notice.</summary>
    private static int Spoil(Random random, Span<byte> buffer, int got)
    {
        switch (random.Next(4))
        {
            case 0:
                throw new PacketException(PacketFault.Timeout, Device, "late");
            case 1:
                return got - 1;
            case 2:
                throw new PacketException(PacketFault.Failed, Device, "more than was asked for");
            default:
                buffer[..got].Fill(0xFF);
                return got;
        }
    }
}
