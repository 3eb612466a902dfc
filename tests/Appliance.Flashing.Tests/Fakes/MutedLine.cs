// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Flashing.Tests.Fakes;

/// <summary>A wire that loses its target while a condition holds, and may lack features.</summary>
/// <param name="inner">The wire below.</param>
/// <param name="features">Features it has.</param>
internal sealed class MutedLine(ISwdLine inner, WireFeatures features) : ISwdLine
{
    private int _hertz;

    /// <summary>Given the clock asked for: whether nothing of the target is seen now.</summary>
    public Func<int, bool> IsMute { get; init; } = _ => false;

    public string Name => inner.Name;

    public WireFeatures Features => features;

    public int LaneCount => inner.LaneCount;

    public long Cycles => inner.Cycles;

    public TimeSpan Now => inner.Now;

    public int SetFrequency(int hertz) => inner.SetFrequency(_hertz = hertz);

    public void Delay(TimeSpan time, CancellationToken cancel) => inner.Delay(time, cancel);

    public void DriveReset(uint lanes)
    {
        if (features.HasFlag(WireFeatures.Reset))
            inner.DriveReset(lanes);
        else
            throw new WireException(Name, "no nRESET");
    }

    public uint SampleReset() => features.HasFlag(WireFeatures.ResetSense) ? inner.SampleReset() : throw new WireException(Name, "no nRESET sense");

    public uint SampleDriven(bool high) => IsMute(_hertz) ? high ? 1u : 0 : inner.SampleDriven(high);

    public uint SampleReleased() => IsMute(_hertz) ? 1u : inner.SampleReleased();

    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        if (IsMute(_hertz))
        {
            sample.Fill(1);
            inner.Delay(TimeSpan.FromMicroseconds(1), default);
        }
        else
        {
            inner.Clock(lanes, phases, drive, sample);
        }
    }

    public void Dispose() => inner.Dispose();
}
