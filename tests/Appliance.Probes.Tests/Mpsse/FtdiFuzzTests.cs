// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Probes.Mpsse;
using Appliance.Simulation;
using Appliance.Simulation.Ftdi;

namespace Appliance.Probes.Tests.Mpsse;

/// <summary>Short, long, late and garbled transfers of an MPSSE at any moment: an error that names the probe, or the right value.</summary>
public class FtdiFuzzTests
{
    private const uint Dpidr = 0x1BA0_1477, JtagId = 0x3BA0_0477, MemApIdr = 0x1477_0011;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answers_SpoiltAtAnyMoment_NeverBecomeAFalseValue(bool jtag)
    {
        var random = new Random(9);
        int errors = 0;
        for (int round = 0; round < 300; round++)
        {
            var probe = Probe(jtag);
            using var usb = new SpoilingUsbLink(probe.OpenLink(), random, spoilAt: random.Next(30), probe.Options.Wiring.Chip.PacketBytes);
            try
            {
                using var link = Open(usb, probe, jtag);
                Assert.Equal(jtag ? JtagId : Dpidr, link.Connect(4_000_000).Dpidr);
                DebugPortPower.Up(link, TimeSpan.FromMilliseconds(20));
                Assert.Equal(MemApIdr, link.ReadAp(0, 0xFC));
            }
            catch (Exception error) when (error is WireException or DapException)
            {
                Assert.True(usb.Spoilt, error.ToString());
                Assert.Contains("ftdi under test", error.Message, StringComparison.Ordinal);
                errors++;
            }

            Assert.InRange(probe.Clock.Now, TimeSpan.Zero, Longest);
        }

        Assert.InRange(errors, 60, 300);
    }

    [Fact]
    public void Open_BytesAnEarlierProgramLeft_AreNotTakenForAnswers()
    {
        var probe = Probe(jtag: true);
        using (var before = probe.OpenLink())
        {
            before.Control(new UsbSetup(0x40, 0x0B, 0x0200, 1), [], TimeSpan.FromSeconds(1));
            byte[] leftOpen = [0x80, 0x08, 0x0B, 0x39, 0xFF, 0x00, .. new byte[256], 0x87, 0x39, 0xFF, 0xFF, 0x00];
            before.Write(new UsbEndpoint(0x02, UsbTransfer.Bulk), leftOpen, TimeSpan.FromSeconds(1));
        }

        using var link = Open(probe.OpenLink(), probe, jtag: true);

        Assert.Equal(JtagId, link.Connect(4_000_000).Dpidr);
    }

    [Fact]
    public void Open_AChipWithoutMpsse_IsRefusedByItsNumber()
    {
        var probe = SimulatedBoard.Create("stm32f103cb").AttachFtdi(new SimulatedFtdiOptions { Version = 0x0600 });

        var error = Assert.Throws<WireException>(() => Open(probe.OpenLink(), probe, jtag: true));

        Assert.Contains("0600", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AChipThatIsAnother_DoesNotKnowItsCommands()
    {
        var full = SimulatedFtdiWiring.Find("arm-usb-ocd")!;
        var probe = SimulatedBoard.Create("stm32f103cb").AttachFtdi(new SimulatedFtdiOptions { Wiring = full, Version = 0x0700 });

        var error = Assert.Throws<WireException>(() => Open(probe.OpenLink(), probe, jtag: true));

        Assert.Contains("ftdi under test", error.Message, StringComparison.Ordinal);
    }

    private static SimulatedFtdi Probe(bool jtag) =>
        SimulatedBoard.Create("stm32f103cb").AttachFtdi(new SimulatedFtdiOptions { Cable = jtag ? SimulatedFtdiCable.Jtag : SimulatedFtdiCable.Adapter });

    private static IDapLink Open(IUsbLink usb, SimulatedFtdi probe, bool jtag) => MpsseProbe.Open(
        usb, new FtdiPort(0, new UsbEndpoint(0x02, UsbTransfer.Bulk), new UsbEndpoint(0x81, UsbTransfer.Bulk), probe.Options.Wiring.Chip.PacketBytes),
        FtdiLayouts.Find(probe.Options.Wiring.Name)!, "ftdi under test", probe.Clock, jtag ? null : FtdiSwdWiring.Adapter);
}
