// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Tests.Swd.Doubles;

/// <summary>N scripted targets on one SWCLK, with a virtual clock. Counts what no engine may do.</summary>
internal sealed class ScriptedLine(params ScriptedTarget[] targets) : ISwdLine
{
    private long _ticks;

    public string Name => "scripted";

    public WireFeatures Features { get; set; } = WireFeatures.Reset | WireFeatures.ResetSense | WireFeatures.SampleWhileDriving;

    public int LaneCount => targets.Length;

    public long Cycles { get; private set; }

    public int Calls { get; private set; }

    public int Hertz { get; private set; } = 1_000_000;

    public List<int> Frequencies { get; } = [];

    public uint ResetDriven { get; private set; }

    public uint ResetStuck { get; set; }

    public bool Disposed { get; private set; }

    public long IdleTail { get; private set; }

    /// <summary>Cycles in which host and target both drove.</summary>
    public List<long> Contention { get; } = [];

    public TimeSpan Now => new(_ticks / 100);

    public void Delay(TimeSpan time, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _ticks += time.Ticks * 100;
    }

    public int SetFrequency(int hertz)
    {
        Frequencies.Add(hertz);
        return Hertz = hertz;
    }

    public void DriveReset(uint lanes) => ResetDriven = lanes;

    public uint SampleReset() => ResetDriven | ResetStuck;

    public void Dispose() => Disposed = true;

    public uint SampleDriven(bool high) => Plane(target => target.Stuck ?? (high));

    public uint SampleReleased() => Plane(target => target.Stuck ?? target.PullUp);

    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        Calls++;
        int driven = 0, sampled = 0;
        foreach (SwdPhase phase in phases)
        {
            if (phase.Cycles < 1) throw new InvalidOperationException("a phase without cycles");
            for (int i = 0; i < phase.Cycles; i++)
            {
                uint? host = phase.Kind == SwdPhaseKind.Drive ? drive[driven++] : null;
                uint seen = Cycle(lanes, host);
                if (phase.Kind == SwdPhaseKind.Sample) sample[sampled++] = seen;
                IdleTail = host == 0 ? IdleTail + 1 : 0;
            }
        }

        if (driven != drive.Length) throw new InvalidOperationException("planes left over");
    }

    private uint Cycle(uint lanes, uint? host)
    {
        Cycles++;
        _ticks += 1_000_000_000L / Hertz;
        uint seen = 0;
        for (int n = 0; n < targets.Length; n++)
        {
            uint mask = 1u << n;
            bool? level = (lanes & mask) == 0 ? false : host is { } plane ? (plane & mask) != 0 : null;
            if (level is not null && targets[n].Drives) Contention.Add(Cycles);
            bool line = targets[n].Stuck ?? level ?? targets[n].Level;
            if (line) seen |= mask;
            targets[n].Rise(line, Now);
        }

        return seen;
    }

    private uint Plane(Func<ScriptedTarget, bool> level)
    {
        uint plane = 0;
        for (int n = 0; n < targets.Length; n++) plane |= level(targets[n]) ? 1u << n : 0;
        return plane;
    }
}
