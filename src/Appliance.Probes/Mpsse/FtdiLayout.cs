// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Mpsse;

/// <summary>How SWDIO is made of the pins for TDI and TDO.</summary>
public enum FtdiSwdWiring
{
    /// <summary>TDI reaches SWDIO through 220 to 470 Ω, TDO is on SWDIO itself: whoever else drives the line is stronger.</summary>
    Resistor,

    /// <summary>An adapter with a buffer: nTRST low turns it on, TMS high drives the line (Olimex ARM-JTAG-SWD).</summary>
    Adapter,
}

/// <summary>How an adapter with a chip of FTDI is wired: data, see <c>Data/ftdi-layouts.json</c>.</summary>
/// <param name="Name">One word for <c>layout=</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="VendorId">idVendor.</param>
/// <param name="ProductId">idProduct.</param>
/// <param name="Channel">Which channel, 0 for A.</param>
/// <param name="Initial">The pins at rest.</param>
/// <param name="Reset">nRESET; null where it is not wired.</param>
/// <param name="TestReset">nTRST; null where it is not wired.</param>
/// <param name="Wirings">How SWD can be wired, the usual one first.</param>
public sealed record FtdiLayout(
    string Name, string Title, ushort VendorId, ushort ProductId, int Channel, FtdiPins Initial, FtdiSignal? Reset, FtdiSignal? TestReset, IReadOnlyList<FtdiSwdWiring> Wirings)
{
    /// <summary>The pins every MPSSE has (AN_108, section 2.1).</summary>
    internal const ushort Tck = 1, Tdi = 2, Tdo = 4, Tms = 8;

    /// <summary>Whether the numbers are FTDI's own, so that any use of the chip looks the same.</summary>
    public bool IsBareChip => VendorId == 0x0403;
}
