// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Wires;

namespace Appliance.Probes.JLink;

/// <summary>What both wires of a J-Link share. Owns the probe.</summary>
internal abstract class JLinkWire(JLinkProbe probe) : IWire
{
    /// <inheritdoc/>
    public string Name => probe.Name;

    /// <inheritdoc/>
    public virtual WireFeatures Features => WireFeatures.Reset | WireFeatures.ResetSense | WireFeatures.RoundTrips | probe.Surroundings;

    /// <inheritdoc/>
    public int LaneCount => 1;

    /// <inheritdoc/>
    public long Cycles { get; protected set; }

    /// <inheritdoc/>
    public TimeSpan Now => probe.Clock.Now;

    /// <summary>The probe.</summary>
    protected JLinkProbe Probe => probe;

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel) => probe.Clock.Delay(time, cancel);

    /// <inheritdoc/>
    public string? Supply => string.Create(CultureInfo.InvariantCulture, $"VTref {probe.ReadState().Volts:0.0} V");

    /// <inheritdoc/>
    public int SetFrequency(int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hertz);
        return probe.SetFrequency(hertz);
    }

    /// <inheritdoc/>
    public void DriveReset(uint lanes) => probe.DriveReset((lanes & 1) != 0);

    /// <inheritdoc/>
    public uint SampleReset() => probe.ReadState().ResetLow ? 1u : 0;

    /// <inheritdoc/>
    public void Dispose() => probe.Dispose();
}
