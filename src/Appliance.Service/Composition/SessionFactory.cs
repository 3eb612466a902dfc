// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Fus;
using Appliance.Jobs.Coprocessor;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;
using Appliance.Platform.Files;
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Composition;

/// <summary>Opens the configured probe for each attempt of a job.</summary>
/// <param name="probe">The probe.</param>
/// <param name="bootOptions">Folder where option bytes of boards are kept; null where no coprocessor is worked on.</param>
internal sealed class SessionFactory(ProbeId probe, string? bootOptions = null) : ISessionFactory
{
    /// <inheritdoc/>
    public string ProbeName => probe.ToText();

    /// <inheritdoc/>
    public bool Simulated => IsSimulated(probe);

    /// <summary>Whether what is behind a probe is not production: a simulated board, or a remote wire.</summary>
    public static bool IsSimulated(ProbeId probe) => probe is SimulatedProbeId or SimulatedCmsisDapProbeId or SimulatedStLinkProbeId or SimulatedUsartProbeId or SimulatedDfuProbeId
        or SimulatedJLinkProbeId or SimulatedFtdiProbeId or SimulatedBlackMagicProbeId or GdbProbeId { IsRemote: true } or RemoteBitbangProbeId or JtagProbeId { Wire: not UsbProbeId };

    private CoprocessorAccess? Coprocessor => bootOptions is null
        ? null
        : new CoprocessorAccess(new KeptOptions(() => new DurableFolder(bootOptions)), CoprocessorFiles.More(Simulated));

    /// <inheritdoc/>
    public ITargetSession Open(ChipDescription chip, CancellationToken cancel)
    {
        if (probe is UnusableProbeId unusable) throw new JobFailure(Catalogue.SettingsInvalid, unusable.Why);
        try
        {
            return ProbeRoute.Open(probe, chip, Coprocessor);
        }
        catch (WireException unavailable)
        {
            throw new JobFailure(Catalogue.ProbeUnavailable, unavailable.Message, inner: unavailable);
        }
    }
}
