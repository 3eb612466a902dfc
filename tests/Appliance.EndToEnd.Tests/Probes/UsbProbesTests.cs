// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Service.Composition;
using Appliance.Service.Probes;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Ftdi;
using Appliance.Simulation.JLink;
using Appliance.Simulation.StLink;

namespace Appliance.EndToEnd.Tests.Probes;

/// <summary>Which attached probe is meant, and that it opens.</summary>
public sealed class UsbProbesTests
{
    private const uint F103Dpidr = 0x1BA01477;
    private readonly FakeUsbBus _bus = new();

    [Theory]
    [InlineData("st-link", null, null)]
    [InlineData("st-link:066EFF", null, "066EFF")]
    [InlineData("usb:1-1.4", "1-1.4", null)]
    [InlineData("usb:1-1.4,serial=066EFF", "1-1.4", "066EFF")]
    [InlineData("ftdi", null, null)]
    [InlineData("ftdi:OL5B,layout=arm-usb-ocd-h,swd=adapter", null, "OL5B")]
    [InlineData("usb:1-1.4,serial=FT6,layout=um232h", "1-1.4", "FT6")]
    public void Parse_ProbeOnUsb_IsReadAndWritten(string text, string? path, string? serial)
    {
        var id = Assert.IsType<UsbProbeId>(ProbeId.Parse(text));

        Assert.Equal((path, serial, text), (id.Path, id.Serial, id.ToText()));
    }

    [Theory]
    [InlineData("usb:")]
    [InlineData("usb:1-1,colour=red")]
    [InlineData("usb:1-1,serial=")]
    public void Parse_Nonsense_IsRefused(string text) => Assert.Throws<FormatException>(() => ProbeId.Parse(text));

    [Fact]
    public void Choose_NothingThere_IsNoProbe() => Assert.Equal("E201", Refused("st-link").Entry.Code);

    [Fact]
    public void Choose_OnlyDevicesThatCannotBeUsed_IsNoProbe()
    {
        _bus.Plug(Device("1-1", 0x0403, 0x6014));

        var refused = Refused("auto");

        Assert.Equal("E201", refused.Entry.Code);
        Assert.Contains("FT232H", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_TwoWithTheSameSerial_AreToldApartBySocketAlone()
    {
        _bus.Plug(Device("1-1", 0x0483, 0x3748, "000000123456"));
        _bus.Plug(Device("1-2", 0x0483, 0x3748, "000000123456"));

        Assert.Equal("E204", Refused("st-link:000000123456").Entry.Code);
        Assert.Equal("1-2", Chosen("usb:1-2,serial=000000123456").Device.Path);
    }

    [Fact]
    public void Choose_AnotherProbeInTheSocket_IsSwapped()
    {
        _bus.Plug(Device("1-1", 0x0483, 0x3748, "B"));

        var refused = Refused("usb:1-1,serial=A");

        Assert.Equal("E205", refused.Entry.Code);
        Assert.Contains("serial A", refused.Message, StringComparison.Ordinal);
        Assert.Contains("serial B", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_RightProbeInAnotherSocket_IsNotTakenForASocket()
    {
        _bus.Plug(Device("1-2", 0x0483, 0x3748, "A"));

        Assert.Equal("E201", Refused("usb:1-1,serial=A").Entry.Code);
    }

    [Fact]
    public void Choose_FamilyAmongOthers_TakesTheOneOfIt()
    {
        _bus.Plug(Device("1-1", 0x0483, 0x374B));
        _bus.Plug(Device("1-2", 0x0D28, 0x0204, "C", "DAPLink CMSIS-DAP"));

        Assert.Equal("1-2", Chosen("cmsis-dap").Device.Path);
        Assert.Equal("E204", Refused("auto").Entry.Code);
    }

    [Fact]
    public void Open_ProbeThatCannotBeUsed_SaysSo()
    {
        _bus.Plug(Device("1-1", 0x0403, 0x6014));

        Assert.Equal("E206", Assert.Throws<JobFailure>(() => UsbProbes.Open(_bus, Id("usb:1-1"))).Entry.Code);
    }

    [Fact]
    public void Open_GoneSinceItWasListed_IsAWireError()
    {
        _bus.Plug(Device("1-1", 0x0483, 0x374B));

        Assert.Contains("usb:1-1", Assert.Throws<WireException>(() => UsbProbes.Open(_bus, Id("st-link"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_StLinkWithMassStorageBehindIt_ReachesTheTarget()
    {
        var pipe = Board().AttachStLink(new SimulatedStLinkOptions()).OpenPipe();
        var usb = new FakeUsbLink(
            FakeUsbLink.Configuration(
                FakeUsbLink.Interface(0, 0xFF, 4, FakeUsbLink.Bulk(0x01), FakeUsbLink.Bulk(0x81), FakeUsbLink.Bulk(0x82)),
                FakeUsbLink.Interface(1, 0x08, 5, FakeUsbLink.Bulk(0x83), FakeUsbLink.Bulk(0x03))),
            new Dictionary<byte, string>(), pipe);
        _bus.Plug(Device("1-1", 0x0483, 0x374B, "066EFF"), () => usb);

        using (var link = UsbProbes.OpenOnly(_bus))
        {
            Assert.Equal(F103Dpidr, link.Connect(1_000_000).Dpidr);
            Assert.Contains("usb:1-1, serial 066EFF", link.Name, StringComparison.Ordinal);
            Assert.False(link.Features.HasFlag(WireFeatures.Simulated));
        }

        Assert.Equal([0], usb.Claimed);
        Assert.True(usb.Disposed);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(1, true)]
    public void Open_CmsisDap_PrefersVersion2AndFallsBackToReports(int version, bool jtag)
    {
        var pipe = Board().AttachCmsisDap(new SimulatedCmsisDapOptions { Version = version, PacketBytes = 64 }).OpenPipe();
        var reports = FakeUsbLink.Interface(0, 0x03, 4, FakeUsbLink.Interrupt(0x81), FakeUsbLink.Interrupt(0x01));
        var bulk = FakeUsbLink.Interface(2, 0xFF, 5, FakeUsbLink.Bulk(0x02), FakeUsbLink.Bulk(0x82), FakeUsbLink.Bulk(0x83));
        var usb = new FakeUsbLink(
            version == 2 ? FakeUsbLink.Configuration(reports, bulk) : FakeUsbLink.Configuration(reports),
            new Dictionary<byte, string> { [4] = "CMSIS-DAP v1", [5] = "CMSIS-DAP v2" }, pipe);
        _bus.Plug(Device("1-1", 0x0D28, 0x0204, "C", "DAPLink CMSIS-DAP"), () => usb);

        using var link = UsbProbes.Open(_bus, Id("cmsis-dap"), jtag);

        Assert.Equal(jtag ? 0x3BA00477 : F103Dpidr, link.Connect(1_000_000).Dpidr);
        Assert.Equal([(byte)(version == 2 ? 2 : 0)], usb.Claimed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_JLinkBehindASerialPort_TakesTheInterfaceOfItsMaker(bool jtag)
    {
        var pipe = Board().AttachJLink(new SimulatedJLinkOptions { WantsRegistration = true }).OpenPipe();
        var usb = new FakeUsbLink(
            FakeUsbLink.Configuration(
                FakeUsbLink.Interface(0, 0x02, 4, FakeUsbLink.Interrupt(0x83)),
                FakeUsbLink.Interface(1, 0x0A, 5, FakeUsbLink.Bulk(0x01), FakeUsbLink.Bulk(0x82)),
                FakeUsbLink.Interface(2, 0xFF, 6, FakeUsbLink.Bulk(0x84), FakeUsbLink.Bulk(0x05))),
            new Dictionary<byte, string>(), pipe);
        _bus.Plug(Device("1-1", 0x1366, 0x0105, "000000123456"), () => usb);

        using (var link = UsbProbes.Open(_bus, Id("j-link"), jtag))
        {
            Assert.Equal(jtag ? 0x3BA00477 : F103Dpidr, link.Connect(1_000_000).Dpidr);
            Assert.Contains("J-Link, usb:1-1, serial 000000123456", link.Name, StringComparison.Ordinal);
        }

        Assert.Equal([2], usb.Claimed);
        Assert.True(usb.Disposed);
    }

    [Fact]
    public void Choose_TwoCloneJLinksWithOneSerial_AreToldApartBySocketAlone()
    {
        _bus.Plug(Device("1-1", 0x1366, 0x0101, "000000123456"));
        _bus.Plug(Device("1-2", 0x1366, 0x0101, "000000123456"));

        Assert.Equal("E204", Refused("j-link:000000123456").Entry.Code);
        Assert.Equal("1-1", Chosen("usb:1-1,serial=000000123456").Device.Path);
    }

    [Theory]
    [InlineData("ftdi", 0x15BA, 0x002B)]
    [InlineData("auto", 0x15BA, 0x0004)]
    [InlineData("ftdi,layout=um232h", 0x0403, 0x6014)]
    [InlineData("usb:1-1,layout=ft232h-module,swd=resistor", 0x0403, 0x6014)]
    public void Choose_FtdiWhoseWiringIsKnown_IsTaken(string id, ushort vendor, ushort product)
    {
        _bus.Plug(Device("1-1", vendor, product, "FT1"));

        Assert.Equal("1-1", Chosen(id).Device.Path);
    }

    [Theory]
    [InlineData("ftdi", "E206")]
    [InlineData("usb:1-1", "E206")]
    [InlineData("usb:1-1,layout=arm-usb-ocd", "E206")]
    [InlineData("ftdi,layout=um232h,swd=adapter", "E206")]
    [InlineData("ftdi:OTHER,layout=um232h", "E201")]
    public void Choose_FtdiWhoseWiringIsNotKnown_IsRefused(string id, string code)
    {
        _bus.Plug(Device("1-1", 0x0403, 0x6014, "FT1"));

        var refused = Refused(id);

        Assert.Equal(code, refused.Entry.Code);
        Assert.Contains("usb:1-1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_Ftdi_TakesTheChannelOfItsLayout(bool jtag)
    {
        var cable = jtag ? SimulatedFtdiCable.Jtag : SimulatedFtdiCable.Adapter;
        var probe = Board().AttachFtdi(new SimulatedFtdiOptions { Cable = cable, Serial = "OL5B" });
        _bus.Plug(Device("1-1", 0x15BA, 0x002B, "OL5B"), probe.OpenLink);

        using var link = UsbProbes.Open(_bus, Id("ftdi:OL5B"), jtag);

        Assert.Equal(jtag ? 0x3BA00477 : F103Dpidr, link.Connect(1_000_000).Dpidr);
        Assert.Contains("usb:1-1, serial OL5B, arm-usb-ocd-h", link.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DeviceWithoutADebugInterface_ClosesItAndSaysSo()
    {
        var usb = new FakeUsbLink(FakeUsbLink.Configuration(), new Dictionary<byte, string>(), Board().AttachStLink(new SimulatedStLinkOptions()).OpenPipe());
        _bus.Plug(Device("1-1", 0x0483, 0x3748), () => usb);

        Assert.Contains("no interface", Assert.Throws<WireException>(() => UsbProbes.OpenOnly(_bus)).Message, StringComparison.Ordinal);
        Assert.True(usb.Disposed);
    }

    private static SimulatedBoard Board() => SimulatedBoard.Create("stm32f103cb", new SimulationOptions());

    private static UsbProbeId Id(string text) => text == "auto" ? new UsbProbeId(null, null, null) : (UsbProbeId)ProbeId.Parse(text);

    private AttachedProbe Chosen(string text) => UsbProbes.Choose(AttachedProbes.Look(_bus).Found, Id(text));

    private JobFailure Refused(string text) => Assert.Throws<JobFailure>(() => Chosen(text));

    private static UsbDevice Device(string path, int vendor, int product, string? serial = null, string? text = null) =>
        new(path, (ushort)vendor, (ushort)product, serial, text, null);
}
