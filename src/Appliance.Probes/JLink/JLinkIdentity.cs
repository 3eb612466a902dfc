// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Appliance.Ports.Wires;

namespace Appliance.Probes.JLink;

/// <summary>What a J-Link says of itself.</summary>
/// <param name="Firmware">Its firmware in its own words, empty where it has none.</param>
/// <param name="Capabilities">What it can do.</param>
/// <param name="Major">Major number of the hardware; 0 where it does not tell.</param>
/// <param name="BaseHertz">The clock its speeds are divided from; 0 where it does not tell.</param>
/// <param name="SmallestDivider">Their smallest divider.</param>
/// <param name="ShiftBytes">Bytes of one shift, in each direction.</param>
internal sealed record JLinkIdentity(string Firmware, JLinkCapabilities Capabilities, int Major, int BaseHertz, int SmallestDivider, int ShiftBytes)
{
    private const int MostFirmwareText = 256;

    /// <summary>What the shift command itself takes of the probe's memory (OpenOCD <c>jlink.c</c>).</summary>
    private const int ShiftOverhead = 16;

    /// <summary>OpenOCD's limit; more gains nothing.</summary>
    private const int MostShift = 2048;

    /// <summary>Where the probe does not tell its memory (Black Magic <c>jlink.c</c>).</summary>
    private const int UsualShift = 512;
    private const int LeastShift = 16;

    /// <summary>Asks.</summary>
    /// <exception cref="WireException">The probe does not answer, or says nothing sensible.</exception>
    public static JLinkIdentity Read(JLinkExchange exchange)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(exchange.Ask([(byte)JLinkCommand.Version], 2));
        if (length > MostFirmwareText) throw exchange.Break($"a firmware text of {length} bytes", null);
        string firmware = length == 0 ? "" : Text(exchange.Receive(length));
        var can = (JLinkCapabilities)exchange.AskWord((byte)JLinkCommand.Capabilities);
        uint hardware = can.HasFlag(JLinkCapabilities.HardwareVersion) ? exchange.AskWord((byte)JLinkCommand.HardwareVersion) : 0;
        var (clock, divider) = can.HasFlag(JLinkCapabilities.Speeds) ? Speeds(exchange.Ask([(byte)JLinkCommand.Speeds], 6)) : (0, 1);
        uint memory = can.HasFlag(JLinkCapabilities.FreeMemory) ? exchange.AskWord((byte)JLinkCommand.FreeMemory) : (2 * UsualShift) + ShiftOverhead;
        if (memory < ShiftOverhead + (2 * LeastShift)) throw exchange.Break($"free memory of {memory} bytes", null);
        return new JLinkIdentity(firmware, can, (int)(hardware / 10_000 % 100), clock, divider, (int)Math.Min(MostShift, (memory - ShiftOverhead) / 2));
    }

    /// <summary>The clock a wish leads to: the next one below, but never less than 1 kHz.</summary>
    public int SpeedFor(int hertz)
    {
        if (BaseHertz == 0) return Math.Max(hertz / 1000, 1) * 1000;
        int divider = Math.Max(SmallestDivider, (int)Math.Min(int.MaxValue, (BaseHertz + (long)hertz - 1) / hertz));
        return Math.Max(BaseHertz / divider, 1000);
    }

    private static (int Clock, int Divider) Speeds(ReadOnlySpan<byte> answer) =>
        ((int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(answer)), Math.Max(1, (int)BinaryPrimitives.ReadUInt16LittleEndian(answer[4..])));

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }
}
