// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using Appliance.Service.Probes;

namespace Appliance.EndToEnd.Tests.Probes;

/// <summary>What is recognised, and what is said about it.</summary>
public sealed class KnownProbesTests
{
    [Theory]
    [InlineData(0x0483, 0x3744, null, "st-link-v1")]
    [InlineData(0x0483, 0x3748, null, "st-link-v2")]
    [InlineData(0x0483, 0x374B, "STM32 STLink", "st-link-v2-1")]
    [InlineData(0x0483, 0x3752, null, "st-link-v2-1")]
    [InlineData(0x0483, 0x374D, null, "st-link-v3-loader")]
    [InlineData(0x0483, 0x374F, "STLINK-V3", "st-link-v3")]
    [InlineData(0x0483, 0x3754, null, "st-link-v3")]
    [InlineData(0x0483, 0xDF11, "STM32  BOOTLOADER", "stm32-dfu")]
    [InlineData(0x1366, 0x0101, "J-Link", "j-link")]
    [InlineData(0x1366, 0x1015, "J-Link", "j-link")]
    [InlineData(0x1D50, 0x6018, "Black Magic Probe", "black-magic")]
    [InlineData(0x15BA, 0x002B, null, "ftdi")]
    [InlineData(0x0403, 0x6014, null, "ftdi")]
    [InlineData(0x0D28, 0x0204, "DAPLink CMSIS-DAP", "cmsis-dap")]
    [InlineData(0x2E8A, 0x000C, "Debug Probe (CMSIS-DAP)", "cmsis-dap")]
    public void Recognise_Probe_IsItsKind(int vendor, int product, string? text, string kind) =>
        Assert.Equal(kind, KnownProbes.Recognise(Device(vendor, product, text))?.Kind);

    [Theory]
    [InlineData(0x0483, 0x5740, "STM32 Virtual ComPort")]
    [InlineData(0x1366, 0x0106, null)]
    [InlineData(0x1D6B, 0x0002, "xHCI Host Controller")]
    [InlineData(0x0D28, 0x0204, null)]
    public void Recognise_AnythingElse_IsNothing(int vendor, int product, string? text) => Assert.Null(KnownProbes.Recognise(Device(vendor, product, text)));

    [Fact]
    public void Look_ProbesAmongOthers_NamesThemWithPathAndSerial()
    {
        var bus = new FakeBus(Device(0x1D6B, 2, "hub"), Device(0x0483, 0x374B, "STM32 STLink", "066EFF") with { Path = "1-1.4" });

        var probe = Assert.Single(AttachedProbes.Look(bus).Found);

        Assert.Equal("ST-LINK/V2-1, usb:1-1.4, 0483:374b, serial 066EFF", probe.ToString());
    }

    [Fact]
    public void Look_DeviceThatMayNotBeOpened_SaysSo()
    {
        var bus = new FakeBus(Device(0x0483, 0x3748) with { Trouble = UsbFault.NoAccess });

        Assert.Contains("serial not readable", AttachedProbes.Look(bus).Found[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("udev", AttachedProbes.Look(bus).Found[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Look_LibraryMissing_IsOneSentence()
    {
        var attached = AttachedProbes.Look(new FakeBus { Refuses = new UsbException(UsbFault.NoLibrary, "It is missing.") });

        Assert.Empty(attached.Found);
        Assert.Equal("It is missing.", attached.Trouble);
    }

    private static UsbDevice Device(int vendor, int product, string? text = null, string? serial = null) =>
        new("1-1", (ushort)vendor, (ushort)product, serial, text, null);

    private sealed class FakeBus(params UsbDevice[] devices) : IUsbBus
    {
        public UsbException? Refuses { get; init; }

        public IReadOnlyList<UsbDevice> List() => Refuses is null ? devices : throw Refuses;

        public IUsbLink Open(string path) => throw new UsbException(UsbFault.Gone, path);
    }
}
