// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.StLink;
using Appliance.Probes.Tests.Fakes;
using Appliance.Simulation;
using Appliance.Simulation.Debug;
using Appliance.Simulation.StLink;

namespace Appliance.Probes.Tests.StLink;

public sealed class StLinkLinkTests
{
    private const uint Dpidr = 0x1BA01477;
    private const uint MemApIdr = 0x14770011;
    private static readonly byte[] Sizes = [0, 1, 2, 3, 5, 6, 8, 11, 12, 13, 64];

    [Theory]
    [InlineData("V1J13", "V1")]
    [InlineData("V2J23", "V2J23")]
    [InlineData("V3J2", "V3J2")]
    public void Open_ProbeThatIsTooOld_SaysWhatItIsAndWhatToDo(string firmware, string named)
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink(new SimulatedStLinkOptions { Firmware = firmware });

        var error = Assert.Throws<WireException>(() => StLinkLink.Open(probe.OpenPipe(), probe.Clock));

        Assert.Contains(named, error.Message);
        Assert.Matches("use an|update it", error.Message);
    }

    [Theory]
    [InlineData(0x2963, 0x3748, "V2J37S35")]
    [InlineData(0x295B, 0x374B, "V2J37M27")]
    [InlineData(0x2587, 0x374B, "V2M22S7")]
    [InlineData(0x1340, 0x3744, "V1J13")]
    public void Version_OfEachGeneration_IsReadByItsProduct(int word, int product, string expected)
    {
        byte[] answer = [(byte)(word >> 8), (byte)word, 0x83, 0x04, (byte)product, (byte)(product >> 8)];

        Assert.Equal(expected, StLinkVersion.Parse(answer).ToString());
    }

    [Fact]
    public void ReadTargetVoltage_WiredSupply_IsTheSupply()
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink();
        using var link = StLinkLink.Open(probe.OpenPipe(), probe.Clock);

        Assert.Equal(3.3, link.ReadTargetVoltage(), 0.01);
    }

    [Theory]
    [InlineData(4_000_000, 4_000_000)]
    [InlineData(3_999_999, 1_800_000)]
    [InlineData(1, 5_000)]
    public void Connect_AnyClock_UsesTheNextOneBelow(int wanted, int used)
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink();
        using var link = StLinkLink.Open(probe.OpenPipe(), probe.Clock);

        Assert.Equal(new DapIdentity(Dpidr, "st-link", used), link.Connect(wanted));
    }

    [Fact]
    public void ReadAp_AccessBehindABusError_HasTheFlagsAndRecovers()
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink();
        using var link = StLinkLink.Open(probe.OpenPipe(), probe.Clock);
        link.Connect(4_000_000);
        DebugPortPower.Up(link, TimeSpan.FromMilliseconds(100));
        Assert.Equal(MemApIdr, link.ReadAp(0, 0xFC));
        link.WriteAp(0, 0x00, 0x23000012);
        link.WriteAp(0, 0x04, 0xA0000000);

        var error = Assert.Throws<DapException>(() => link.ReadAp(0, 0x0C));

        Assert.Equal(DapFault.Fault, error.Fault);
        Assert.Equal(0xA0000000, link.ReadAp(0, 0x04));
        Assert.Equal(MemApIdr, link.ReadAp(0, 0xFC));
    }

    /// <summary>Whatever transfer is hit: the address is in the access port, not that of the write before.</summary>
    [Fact]
    public void WriteAp_AddressSpoiltOnTheWire_IsWrittenAgain()
    {
        const int most = 60;
        var repaired = 0;
        for (long hit = 1; hit <= most; hit++)
        {
            var board = SimulatedBoard.Create("stm32f103cb");
            var probe = board.AttachStLink();
            using var link = StLinkLink.Open(probe.OpenPipe(), probe.Clock);
            link.Connect(4_000_000);
            DebugPortPower.Up(link, TimeSpan.FromMilliseconds(100));
            Assert.Equal(MemApIdr, link.ReadAp(0, 0xFC));
            board.Chip.Wire.Plan(WireTroubleKind.Parity, board.Chip.Transfers + hit);

            foreach (uint address in (uint[])[0x20000010, 0x20000124, 0x20000338])
            {
                link.WriteAp(0, 0x04, address);
                Assert.Equal(address, link.ReadAp(0, 0x04));
            }

            if (link.Statistics.ParityErrors > 0) repaired++;
        }

        Assert.InRange(repaired, 9, most);
    }

    /// <summary>Short, long, late and garbled answers at any moment: an error of the link's own kinds, or the right value.</summary>
    [Fact]
    public void Answers_SpoiltAtAnyMoment_NeverBecomeAFalseValue()
    {
        var random = new Random(5);
        for (int round = 0; round < 400; round++)
        {
            var probe = SimulatedBoard.Create("stm32f103cb").AttachStLink();
            using var pipe = new SpoilingPipe(probe.OpenPipe(), random.Next(14), (buffer, got) => Spoil(random, buffer, got));
            try
            {
                using var link = StLinkLink.Open(pipe, probe.Clock);
                Assert.Equal(Dpidr, link.Connect(4_000_000).Dpidr);
                DebugPortPower.Up(link, TimeSpan.FromMilliseconds(20));
                Assert.Equal(MemApIdr, link.ReadAp(0, 0xFC));
            }
            catch (Exception error) when (error is WireException or DapException)
            {
                Assert.True(pipe.Spoilt, error.ToString());
            }
        }
    }

    /// <summary>Spoils one answer in a way a host can notice: its length, its coming, or its status.</summary>
    private static int Spoil(Random random, Span<byte> buffer, int got)
    {
        switch (random.Next(3))
        {
            case 0:
                throw new PacketException(PacketFault.Timeout, "sim-stlink:stm32f103cb", "late");
            case 1:
                int other = Sizes[random.Next(Sizes.Length)];
                return other == got ? 0 : Math.Min(other, buffer.Length);
            default:
                if (got is 6 or 12) return got - 1; // Versions have no status to garble.
                buffer[0] = 0x3F;
                return got;
        }
    }
}
