// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.StLink;
using Appliance.Probes.Tests.Fakes;
using Appliance.Simulation;
using Appliance.Simulation.StLink;

namespace Appliance.Probes.Tests.StLink;

/// <summary>Which firmware gets which link, and short, late and garbled answers of an old one.</summary>
public class StLinkMemoryFuzzTests
{
    private const uint CpuIdAddress = 0xE000_ED00, CpuId = 0x411F_C231, WordCounting = 0x2300_0012;

    [Theory]
    [InlineData("V2J13", "V2J13")]
    [InlineData("V1J11", "V1J11")]
    public void Open_TooOld_IsRefusedWithItsVersion(string firmware, string said)
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink(new SimulatedStLinkOptions { Firmware = firmware });

        Assert.Contains(said, Assert.Throws<WireException>(() => StLinkProbe.Open(probe.OpenPipe(), probe.Clock)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V2J14", typeof(StLinkMemoryLink))]
    [InlineData("V2J23", typeof(StLinkMemoryLink))]
    [InlineData("V2J24", typeof(StLinkLink))]
    [InlineData("V3J3", typeof(StLinkLink))]
    public void Open_ByFirmware_IsTheLinkItCanMake(string firmware, Type kind)
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink(new SimulatedStLinkOptions { Firmware = firmware });

        using var link = StLinkProbe.Open(probe.OpenPipe(), probe.Clock);

        Assert.IsType(kind, link);
        Assert.Equal(0x1BA0_1477u, link.Connect(1_000_000).Dpidr);
    }

    [Fact]
    public void Answers_SpoiltAtAnyMoment_NeverBecomeAFalseValue()
    {
        var random = new Random(11);
        int errors = 0;
        for (int round = 0; round < 200; round++)
        {
            var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink(new SimulatedStLinkOptions { Firmware = round % 2 == 0 ? "V2J14" : "V2J20" });
            using var pipe = new SpoilingPipe(probe.OpenPipe(), random.Next(9), (buffer, got) => Spoil(random, buffer, got));
            try
            {
                using var link = StLinkProbe.Open(pipe, probe.Clock);
                Assert.Equal(0x1BA0_1477u, link.Connect(1_000_000).Dpidr);
                link.WriteAp(0, 0x00, WordCounting);
                link.WriteAp(0, 0x04, CpuIdAddress);
                Assert.Equal(CpuId, link.ReadAp(0, 0x0C));
            }
            catch (Exception error) when (error is WireException or DapException)
            {
                Assert.True(pipe.Spoilt, error.ToString());
                Assert.Contains("sim-stlink:stm32f103cb", error.Message, StringComparison.Ordinal);
                errors++;
            }
        }

        Assert.InRange(errors, 60, 200);
    }

    private static int Spoil(Random random, Span<byte> buffer, int got)
    {
        switch (random.Next(3))
        {
            case 0:
                throw new PacketException(PacketFault.Timeout, "sim-stlink:stm32f103cb", "late");
            case 1:
                return got - 1;
            default:
                if (got is 6) return got + 1; // Versions have no status to garble.
                buffer[0] = 0x3F;
                return got;
        }
    }
}
