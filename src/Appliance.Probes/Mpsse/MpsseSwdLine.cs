// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Mpsse;

/// <summary>
/// SWD bits by an MPSSE: TDI is what we say, TDO what is on the line. With the resistor we let go by saying one, which pulls up; with an adapter its buffer lets go.
/// </summary>
internal sealed class MpsseSwdLine : MpsseWire, ISwdLine
{
    private readonly MpsseShifter _shifter;
    private readonly bool _buffered;

    /// <summary>Turns an adapter on.</summary>
    public MpsseSwdLine(MpsseProbe probe, FtdiSwdWiring wiring)
        : base(probe)
    {
        _shifter = new MpsseShifter(probe);
        _buffered = wiring == FtdiSwdWiring.Adapter;
        if (!_buffered) return;
        FtdiSignal enable = probe.Layout.TestReset ?? throw new WireException(probe.Name, $"layout {probe.Layout.Name} has no nTRST, which turns the adapter on");
        probe.Put(enable.Low(probe.Pins));
    }

    /// <inheritdoc/>
    public override WireFeatures Features => base.Features | WireFeatures.SampleWhileDriving;

    /// <inheritdoc/>
    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        int total = 0;
        foreach (SwdPhase phase in phases) total += phase.Cycles;
        var (levels, seen) = (new byte[total], new byte[total]);
        Array.Fill(levels, (byte)1);
        int at = 0, given = 0, taken = 0;
        foreach (SwdPhase phase in phases)
        {
            for (int i = 0; phase.Kind == SwdPhaseKind.Drive && i < phase.Cycles; i++) levels[at + i] = (byte)(drive[given++] & lanes & 1);
            at += phase.Cycles;
        }

        bool looks = !sample.IsEmpty;
        for (int next = 0, start = 0; next < phases.Length;)
        {
            bool drives = phases[next].Kind == SwdPhaseKind.Drive;
            int cycles = 0;
            while (next < phases.Length && phases[next].Kind == SwdPhaseKind.Drive == drives) cycles += phases[next++].Cycles;
            Direct(drives);
            _shifter.Shift(levels.AsSpan(start, cycles), drives || !looks ? null : seen, start);
            start += cycles;
        }

        _shifter.Flush();
        Cycles += total;
        at = 0;
        foreach (SwdPhase phase in phases)
        {
            for (int i = 0; phase.Kind == SwdPhaseKind.Sample && i < phase.Cycles; i++) sample[taken++] = seen[at + i];
            at += phase.Cycles;
        }
    }

    /// <inheritdoc/>
    public uint SampleDriven(bool high)
    {
        Direct(drives: true);
        ushort output = (ushort)(high ? Probe.Pins.Output | FtdiLayout.Tdi : Probe.Pins.Output & ~FtdiLayout.Tdi);
        return Look(Probe.Pins with { Output = output });
    }

    /// <inheritdoc/>
    public uint SampleReleased()
    {
        Direct(drives: false);
        return Look(Probe.Pins with { Output = (ushort)(Probe.Pins.Output | FtdiLayout.Tdi) });
    }

    private uint Look(FtdiPins pins)
    {
        _shifter.Put(pins);
        _shifter.Flush();
        return (Probe.ReadLowPins() & FtdiLayout.Tdo) != 0 ? 1u : 0;
    }

    private void Direct(bool drives)
    {
        if (!_buffered) return;
        ushort output = Probe.Pins.Output;
        _shifter.Put(Probe.Pins with { Output = (ushort)(drives ? output | FtdiLayout.Tms : output & ~FtdiLayout.Tms) });
    }
}
