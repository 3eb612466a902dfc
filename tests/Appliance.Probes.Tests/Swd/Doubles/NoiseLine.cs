// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Tests.Swd.Doubles;

/// <summary>A line that samples noise.</summary>
internal sealed class NoiseLine(int seed) : ISwdLine
{
    private readonly Random _random = new(seed);
    private TimeSpan _now;

    public string Name => "noise";

    public WireFeatures Features => WireFeatures.None;

    public int LaneCount => 1;

    public long Cycles { get; private set; }

    public TimeSpan Now => _now;

    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        foreach (SwdPhase phase in phases) Cycles += phase.Cycles;
        _now += TimeSpan.FromMicroseconds(10);
        for (int i = 0; i < sample.Length; i++) sample[i] = (uint)_random.Next();
    }

    public void Delay(TimeSpan time, CancellationToken cancel) => _now += time;

    public int SetFrequency(int hertz) => hertz;

    public void DriveReset(uint lanes)
    {
    }

    public uint SampleReset() => 0;

    public uint SampleDriven(bool high) => (uint)_random.Next();

    public uint SampleReleased() => (uint)_random.Next();

    public void Dispose()
    {
    }
}
