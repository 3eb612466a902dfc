// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;

namespace Appliance.Service.Composition;

/// <summary>The project that <c>appliance.yaml</c> selects at the moment of the press.</summary>
/// <param name="home">Where it is kept.</param>
/// <param name="probe">The probe it is for.</param>
internal sealed class SelectedProject(ApplianceHome home, ProbeId probe) : IActiveProject
{
    /// <inheritdoc/>
    public PreparedJob Prepare()
    {
        var problems = home.Settings.Problems;
        if (problems.Count > 0) throw new JobFailure(Catalogue.SettingsInvalid, string.Join("\n", problems));
        if (home.ActiveProject() is { } path && home.Settings.Settings.Projects.RequireSignature) RequireSignature(path);
        return new ProjectOnDisk(home.ActiveProject(), probe).Prepare();
    }

    /// <summary>A kept project was looked at when it came; the setting or the keys may have changed since, and a path may name any folder.</summary>
    private void RequireSignature(string path)
    {
        if (ProjectReader.Read(path).Loaded is not { } loaded || home.Signatures.Refuse(loaded) is not { } refused) return;
        throw new JobFailure(ProjectRefusals.EntryOf(refused.Code), refused.Message);
    }
}
