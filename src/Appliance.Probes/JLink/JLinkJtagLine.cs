// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.JLink;

/// <summary>JTAG bits through a J-Link.</summary>
internal sealed class JLinkJtagLine(JLinkProbe probe) : JLinkWire(probe), IJtagLine
{
    /// <inheritdoc/>
    public void Clock(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, Span<byte> tdo)
    {
        for (int at = 0; at < tms.Length;)
        {
            int count = Math.Min(Probe.MostBits, tms.Length - at);
            ReadOnlySpan<byte> seen = Probe.Shift(Packed(tms.Slice(at, count)), Packed(tdi.Slice(at, count)), count);
            for (int i = 0; !tdo.IsEmpty && i < count; i++) tdo[at + i] = (byte)(seen[i / 8] >> (i % 8) & 1);
            at += count;
        }

        Cycles += tms.Length;
    }

    /// <inheritdoc/>
    public void DriveTestReset(bool low) => Probe.DriveTestReset(low);

    private static byte[] Packed(ReadOnlySpan<byte> levels)
    {
        var bits = new byte[(levels.Length + 7) / 8];
        for (int i = 0; i < levels.Length; i++) bits[i / 8] |= (byte)((levels[i] & 1) << (i % 8));
        return bits;
    }
}
