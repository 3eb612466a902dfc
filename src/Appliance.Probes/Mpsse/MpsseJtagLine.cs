// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Mpsse;

/// <summary>JTAG bits by an MPSSE: cycles with TMS at rest as data, those that move it seven at a time.</summary>
internal sealed class MpsseJtagLine(MpsseProbe probe) : MpsseWire(probe), IJtagLine
{
    /// <summary>A command for data costs what one for TMS does from here on.</summary>
    private const int ShortestShift = 3;

    private readonly MpsseShifter _shifter = new(probe);

    /// <inheritdoc/>
    public void Clock(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, Span<byte> tdo)
    {
        byte[]? seen = tdo.IsEmpty ? null : new byte[tms.Length];
        for (int at = 0; at < tms.Length;)
        {
            int rests = Resting(tms, at);
            int cycles = rests >= ShortestShift ? rests : Moving(tms, tdi, at);
            if (rests >= ShortestShift) _shifter.Shift(tdi.Slice(at, cycles), seen, at);
            else _shifter.Mode(tms.Slice(at, cycles), tdi[at], seen, at);
            at += cycles;
        }

        _shifter.Flush();
        Cycles += tms.Length;
        seen?.CopyTo(tdo);
    }

    /// <inheritdoc/>
    public void DriveTestReset(bool low)
    {
        if (Probe.Layout.TestReset is not { } line) return;
        Probe.Put(low ? line.Low(Probe.Pins) : line.Released(Probe.Pins));
    }

    /// <summary>Cycles from here on that want TMS as it is.</summary>
    private int Resting(ReadOnlySpan<byte> tms, int at)
    {
        byte level = (byte)((Probe.Pins.Output & FtdiLayout.Tms) != 0 ? 1 : 0);
        int count = 0;
        while (at + count < tms.Length && tms[at + count] == level) count++;
        return count;
    }

    /// <summary>Cycles from here on that fit one command: TDI stands still meanwhile.</summary>
    private static int Moving(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, int at)
    {
        int count = 1;
        while (count < MpsseShifter.MostModeCycles && at + count < tms.Length && tdi[at + count] == tdi[at]) count++;
        return count;
    }
}
