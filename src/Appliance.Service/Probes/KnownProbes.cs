// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using Appliance.Service.Composition;

namespace Appliance.Service.Probes;

/// <summary>Whose adapter a kind of debug probe is.</summary>
/// <param name="Kind">One word for programs.</param>
/// <param name="Name">For people.</param>
/// <param name="VendorId">idVendor; null for any.</param>
/// <param name="FirstProduct">Lowest idProduct.</param>
/// <param name="LastProduct">Highest idProduct.</param>
/// <param name="ProductText">What the product string must contain; null for anything.</param>
/// <param name="Remark">What a person should know; empty for nothing.</param>
internal sealed record KnownProbe(
    string Kind, string Name, ushort? VendorId, ushort FirstProduct, ushort LastProduct, string? ProductText = null, string Remark = "")
{
    /// <summary>A target, which is never taken for the one probe there is.</summary>
    public bool IsTarget => Family == UsbProbeId.Dfu;

    /// <summary>How it is spoken to; null where this appliance cannot.</summary>
    public string? Family => Kind switch
    {
        "cmsis-dap" => UsbProbeId.CmsisDap,
        "j-link" => UsbProbeId.JLink,
        "ftdi" => UsbProbeId.Ftdi,
        "stm32-dfu" => UsbProbeId.Dfu,
        "st-link-v2" or "st-link-v2-1" or "st-link-v3" => UsbProbeId.StLink,
        _ => null,
    };

    /// <summary>Whether it is used in another way than by its USB interfaces: its remark says how.</summary>
    public bool HasOwnName => Kind == GdbProbeId.BlackMagic;

    /// <summary>Whether a device is one.</summary>
    public bool Is(UsbDevice device) =>
        (VendorId is null || VendorId == device.VendorId) && device.ProductId >= FirstProduct && device.ProductId <= LastProduct
        && (ProductText is null || device.Product?.Contains(ProductText, StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>
/// The debug probes that are recognised, first match first. Sources: ST-LINK: OpenOCD <c>src/jtag/drivers/stlink_usb.c</c>, probe-rs
/// <c>probe/stlink/tools.rs</c>, stlink <c>src/stlink-lib/usb.h</c>; J-Link, FTDI, Olimex: OpenOCD <c>contrib/60-openocd.rules</c> 0.12; CMSIS-DAP: the same
/// rules (the product string holds "CMSIS-DAP"); Black Magic Probe: its <c>driver/99-blackmagic-plugdev.rules</c>; DFU: dfu-util and AN3156.
/// </summary>
internal static class KnownProbes
{
    private const ushort St = 0x0483;
    private const ushort Segger = 0x1366;
    private const ushort Ftdi = 0x0403;
    private const ushort Olimex = 0x15BA;

    private const string ChipOnly = "any use of this chip looks the same; name its wiring by layout=";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<KnownProbe> All =
    [
        new("cmsis-dap", "CMSIS-DAP", null, 0, ushort.MaxValue, "CMSIS-DAP"),
        One("st-link-v1", "ST-LINK/V1", St, 0x3744, "obsolete; it will not be supported"),
        One("st-link-v2", "ST-LINK/V2", St, 0x3748),
        One("st-link-v2-1", "ST-LINK/V2-1", St, 0x3742),
        new("st-link-v2-1", "ST-LINK/V2-1", St, 0x374A, 0x374B),
        One("st-link-v2-1", "ST-LINK/V2-1 without mass storage", St, 0x3752),
        One("st-link-v3-loader", "ST-LINK/V3 boot loader", St, 0x374D, "unplug it and plug it in again"),
        One("st-link-v3", "ST-LINK/V3E", St, 0x374E),
        One("st-link-v3", "ST-LINK/V3S", St, 0x374F),
        One("st-link-v3", "ST-LINK/V3 with two serial ports", St, 0x3753),
        One("st-link-v3", "ST-LINK/V3 without mass storage", St, 0x3754),
        One("st-link-v3-loader", "ST-LINK/V3PWR boot loader", St, 0x3755, "unplug it and plug it in again"),
        One("st-link-v3", "ST-LINK/V3PWR", St, 0x3757),
        One("stm32-dfu", "STM32 in its DFU boot loader", St, 0xDF11, "a target; its boot loader programs it"),
        new("j-link", "J-Link", Segger, 0x0101, 0x0105),
        new("j-link", "J-Link", Segger, 0x0107, 0x0108),
        new("j-link", "J-Link", Segger, 0x1000, 0x10FF),
        One("black-magic", "Black Magic Probe", 0x1D50, 0x6018, "spoken to by its serial line: black-magic[:SERIAL]"),
        One("ftdi", "Olimex ARM-USB-OCD", Olimex, 0x0003),
        One("ftdi", "Olimex ARM-USB-TINY", Olimex, 0x0004),
        One("ftdi", "Olimex ARM-USB-TINY-H", Olimex, 0x002A),
        One("ftdi", "Olimex ARM-USB-OCD-H", Olimex, 0x002B),
        One("ftdi", "FTDI FT2232", Ftdi, 0x6010, ChipOnly),
        One("ftdi", "FTDI FT4232H", Ftdi, 0x6011, ChipOnly),
        One("ftdi", "FTDI FT232H", Ftdi, 0x6014, ChipOnly),
    ];

    /// <summary>What a device is; null when it is no probe that is known.</summary>
    public static KnownProbe? Recognise(UsbDevice device) => All.FirstOrDefault(probe => probe.Is(device));

    private static KnownProbe One(string kind, string name, ushort vendor, ushort product, string remark = "") =>
        new(kind, name, vendor, product, product, Remark: remark);
}
