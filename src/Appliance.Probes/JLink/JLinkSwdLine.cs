// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.JLink;

/// <summary>
/// SWD bits through a J-Link: a direction and a level for each cycle. It samples a bit after the clock rose, when the target shows its next one already (OpenOCD <c>jlink.c</c>
/// and Black Magic <c>jlink_swd.c</c> find the acknowledge right behind the request): what stands before an edge is the sample of the cycle before.
/// </summary>
internal sealed class JLinkSwdLine(JLinkProbe probe) : JLinkWire(probe), ISwdLine
{
    private bool _last;

    /// <inheritdoc/>
    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        int total = 0;
        foreach (SwdPhase phase in phases) total += phase.Cycles;
        var (driven, levels) = (new byte[(total + 7) / 8], new byte[(total + 7) / 8]);
        int at = 0, given = 0;
        foreach (SwdPhase phase in phases)
        {
            for (int i = 0; phase.Kind == SwdPhaseKind.Drive && i < phase.Cycles; i++)
            {
                driven[(at + i) / 8] |= (byte)(1 << ((at + i) % 8));
                levels[(at + i) / 8] |= (byte)((drive[given++] & lanes & 1) << ((at + i) % 8));
            }

            at += phase.Cycles;
        }

        bool before = _last;
        byte[] seen = Run(driven, levels, total);
        at = 0;
        int taken = 0;
        foreach (SwdPhase phase in phases)
        {
            for (int i = 0; phase.Kind == SwdPhaseKind.Sample && i < phase.Cycles; i++) sample[taken++] = (at + i == 0 ? before : Bit(seen, at + i - 1)) ? 1u : 0;
            at += phase.Cycles;
        }
    }

    /// <summary>A J-Link shows no level of a line it drives.</summary>
    /// <exception cref="WireException">Always.</exception>
    public uint SampleDriven(bool high) => throw new WireException(Name, "a J-Link cannot read a line it drives");

    /// <summary>One cycle with the line released: there is no other way to look at it.</summary>
    public uint SampleReleased() => Bit(Run([0], [0], 1), 0) ? 1u : 0;

    /// <summary>In as many shifts as the probe's memory wants. Each is whole bytes but the last.</summary>
    private byte[] Run(byte[] driven, byte[] levels, int bits)
    {
        var seen = new byte[driven.Length];
        for (int at = 0; at < bits;)
        {
            int count = Math.Min(Probe.MostBits, bits - at);
            Probe.Shift(driven.AsSpan(at / 8), levels.AsSpan(at / 8), count).CopyTo(seen.AsSpan(at / 8));
            at += count;
        }

        Cycles += bits;
        if (bits > 0) _last = Bit(seen, bits - 1);
        return seen;
    }

    private static bool Bit(byte[] bits, int at) => (bits[at / 8] >> (at % 8) & 1) != 0;
}
