// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Wires;

namespace Appliance.Probes.StLink;

/// <summary>The SWCLK an ST-LINK can give: a fixed table of delay counts on V2, a list that V3 names itself.</summary>
internal static class StLinkSpeeds
{
    private const int ListBytes = 52;
    private const int MostListed = 10;

    /// <summary>Delay counts of the V2 and the SWCLK they make, in kHz (OpenOCD, pyOCD and probe-rs have the same table).</summary>
    private static readonly (int Kilohertz, ushort Count)[] Second =
    [
        (4000, 0), (1800, 1), (1200, 2), (950, 3), (480, 7), (240, 15), (125, 31), (100, 40), (50, 79), (25, 158), (15, 265), (5, 798),
    ];

    /// <summary>Dividers of the JTAG clock of the V2 and the TCK they make, in kHz (OpenOCD and pyOCD have the same table).</summary>
    private static readonly (int Kilohertz, ushort Divider)[] Jtag = [(9000, 4), (4500, 8), (2250, 16), (1125, 32), (562, 64), (281, 128), (140, 256)];

    /// <summary>Sets the fastest clock that is not above what is wanted, or the slowest there is.</summary>
    /// <returns>Hertz used.</returns>
    public static int Set(StLinkExchange exchange, StLinkFirmware firmware, string name, int hertz, bool jtag)
    {
        if (firmware.ListsClocks) return SetListed(exchange, name, hertz, jtag);
        if (jtag)
        {
            (int tck, ushort divider) = Jtag.FirstOrDefault(entry => entry.Kilohertz * 1000 <= hertz, Jtag[^1]);
            Accept(exchange, exchange.Ask(StLinkCommand.JtagDivider(divider), 2), name, tck);
            return tck * 1000;
        }

        (int kilohertz, ushort count) = Second.FirstOrDefault(entry => entry.Kilohertz * 1000 <= hertz, Second[^1]);
        Accept(exchange, exchange.Ask(StLinkCommand.ClockCount(count), 2), name, kilohertz);
        return kilohertz * 1000;
    }

    private static int SetListed(StLinkExchange exchange, string name, int hertz, bool jtag)
    {
        ReadOnlySpan<byte> list = exchange.Ask(StLinkCommand.ListClocks(jtag), ListBytes);
        Accept(exchange, list, name, 0);
        int best = 0, slowest = int.MaxValue;
        for (int i = 0; i < Math.Min(list[8], (byte)MostListed); i++)
        {
            int kilohertz = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(list[(12 + (4 * i))..]), 1_000_000);
            if (kilohertz == 0) continue;
            slowest = Math.Min(slowest, kilohertz);
            if (kilohertz * 1000L <= hertz) best = Math.Max(best, kilohertz);
        }

        if (slowest == int.MaxValue) throw new WireException(name, "the ST-LINK lists no clock");
        best = best == 0 ? slowest : best;
        Accept(exchange, exchange.Ask(StLinkCommand.ClockKilohertz((uint)best, jtag), 8), name, best);
        return best * 1000;
    }

    private static void Accept(StLinkExchange exchange, ReadOnlySpan<byte> answer, string name, int kilohertz)
    {
        StLinkStatus status = exchange.Status(answer);
        if (status != StLinkStatus.Ok) throw new WireException(name, $"the ST-LINK refused an SWCLK of {kilohertz} kHz (status 0x{(byte)status:X2})");
    }
}
