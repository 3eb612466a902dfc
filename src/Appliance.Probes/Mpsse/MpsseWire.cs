// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Mpsse;

/// <summary>What both wires of an MPSSE share. Owns the probe.</summary>
internal abstract class MpsseWire(MpsseProbe probe) : IWire
{
    /// <inheritdoc/>
    public string Name => probe.Name;

    /// <inheritdoc/>
    public virtual WireFeatures Features => (probe.Layout.Reset is null ? WireFeatures.None : WireFeatures.Reset) | WireFeatures.RoundTrips | probe.Surroundings;

    /// <inheritdoc/>
    public int LaneCount => 1;

    /// <inheritdoc/>
    public long Cycles { get; protected set; }

    /// <inheritdoc/>
    public TimeSpan Now => probe.Clock.Now;

    /// <summary>The probe.</summary>
    protected MpsseProbe Probe => probe;

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel) => probe.Clock.Delay(time, cancel);

    /// <inheritdoc/>
    public int SetFrequency(int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hertz);
        return probe.SetFrequency(hertz);
    }

    /// <inheritdoc/>
    public void DriveReset(uint lanes)
    {
        FtdiSignal reset = probe.Layout.Reset ?? throw new WireException(Name, $"layout {probe.Layout.Name} has no nRESET");
        probe.Put((lanes & 1) != 0 ? reset.Low(probe.Pins) : reset.Released(probe.Pins));
    }

    /// <summary>No layout names a pin that reads nRESET.</summary>
    /// <exception cref="WireException">Always.</exception>
    public uint SampleReset() => throw new WireException(Name, $"layout {probe.Layout.Name} has no pin that reads nRESET");

    /// <inheritdoc/>
    public void Dispose() => probe.Dispose();
}
