// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Ftdi;

/// <summary>What a simulated adapter has between its chip and the board.</summary>
public enum SimulatedFtdiCable
{
    /// <summary>TCK, TMS, TDI and TDO straight.</summary>
    Jtag,

    /// <summary>TDI through a resistor to SWDIO, TDO on SWDIO, TCK to SWCLK.</summary>
    Resistor,

    /// <summary>Olimex ARM-JTAG-SWD: nTRST low turns it on, TMS high lets TDI drive SWDIO, TDO is on SWDIO.</summary>
    Adapter,
}

/// <summary>An adapter as one buys it: its numbers, its chip, and which pin does what. Drawn from the makers' schematics as OpenOCD's configurations tell them.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Product">Product string.</param>
/// <param name="VendorId">idVendor.</param>
/// <param name="ProductId">idProduct.</param>
/// <param name="Chip">The chip.</param>
/// <param name="ResetPull">A pin that pulls nRESET low while it is high.</param>
/// <param name="ResetPin">A pin that is nRESET itself.</param>
/// <param name="TestReset">The pin of nTRST.</param>
/// <param name="TestResetBuffer">A pin that turns the buffer of nTRST off while it is high.</param>
public sealed record SimulatedFtdiWiring(
    string Name, string Product, ushort VendorId, ushort ProductId, SimulatedFtdiChip Chip, ushort ResetPull, ushort ResetPin, ushort TestReset, ushort TestResetBuffer)
{
    private const ushort Olimex = 0x15BA, OfTheChip = 0x0403;

    /// <summary>All that are simulated.</summary>
    public static IReadOnlyList<SimulatedFtdiWiring> All { get; } =
    [
        new("arm-usb-ocd", "Olimex OpenOCD JTAG", Olimex, 0x0003, SimulatedFtdiChip.Ft2232D, 0x0200, 0, 0x0100, 0x0400),
        new("arm-usb-ocd-h", "Olimex OpenOCD JTAG ARM-USB-OCD-H", Olimex, 0x002B, SimulatedFtdiChip.Ft2232H, 0x0200, 0, 0x0100, 0),
        new("arm-usb-tiny", "Olimex OpenOCD JTAG TINY", Olimex, 0x0004, SimulatedFtdiChip.Ft2232D, 0x0200, 0, 0x0100, 0),
        new("arm-usb-tiny-h", "Olimex OpenOCD JTAG ARM-USB-TINY-H", Olimex, 0x002A, SimulatedFtdiChip.Ft2232H, 0x0200, 0, 0x0100, 0),
        new("um232h", "UM232H", OfTheChip, 0x6014, SimulatedFtdiChip.Ft232H, 0, 0x0200, 0x0100, 0),
        new("ft232h-module", "Single RS232-HS", OfTheChip, 0x6014, SimulatedFtdiChip.Ft232H, 0, 0x0010, 0x0020, 0),
        new("ft2232h-minimodule", "FT2232H MiniModule", OfTheChip, 0x6010, SimulatedFtdiChip.Ft2232H, 0, 0x0020, 0, 0),
        new("ft4232h-minimodule", "FT4232H MiniModule", OfTheChip, 0x6011, SimulatedFtdiChip.Ft4232H, 0, 0x0020, 0, 0),
    ];

    /// <summary>The one of a name; null where there is none.</summary>
    public static SimulatedFtdiWiring? Find(string name) => All.FirstOrDefault(one => one.Name == name);
}
