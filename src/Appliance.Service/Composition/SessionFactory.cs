// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Composition;

/// <summary>Opens the configured probe for each attempt of a job.</summary>
/// <param name="probe">The probe.</param>
internal sealed class SessionFactory(ProbeId probe) : ISessionFactory
{
    /// <inheritdoc/>
    public string ProbeName => probe.ToText();

    /// <inheritdoc/>
    public bool Simulated => IsSimulated(probe);

    /// <summary>Whether what is behind a probe is not production: a simulated board, or a remote wire.</summary>
    public static bool IsSimulated(ProbeId probe) => probe is SimulatedProbeId or SimulatedCmsisDapProbeId or SimulatedStLinkProbeId or SimulatedUsartProbeId or SimulatedDfuProbeId or RemoteBitbangProbeId or JtagProbeId { Wire: not UsbProbeId };

    /// <inheritdoc/>
    public ITargetSession Open(ChipDescription chip, CancellationToken cancel)
    {
        if (probe is UnusableProbeId unusable) throw new JobFailure(Catalogue.SettingsInvalid, unusable.Why);
        try
        {
            return ProbeRoute.Open(probe, chip);
        }
        catch (WireException unavailable)
        {
            throw new JobFailure(Catalogue.ProbeUnavailable, unavailable.Message, inner: unavailable);
        }
    }
}
