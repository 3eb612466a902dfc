// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Composition;

/// <summary>A project in a folder or a .zip, read and checked whole at every press: what is programmed is what is on the disk now.</summary>
/// <param name="path">Folder or .zip; null when none is selected.</param>
/// <param name="probe">The probe it is for; null for any debug probe.</param>
internal sealed class ProjectOnDisk(string? path, ProbeId? probe = null) : IActiveProject
{
    /// <inheritdoc/>
    public PreparedJob Prepare()
    {
        if (path is null) throw new JobFailure(Catalogue.NoProject, "No project is selected.");
        var result = ProjectCheck.Check(path, ChipCatalog.Default, probe is null ? ProbeRoute.DebugRoute : ProbeRoute.Capabilities(probe));
        return result.Job ?? throw new JobFailure(Catalogue.ProjectInvalid, string.Join("\n", result.Problems));
    }
}
