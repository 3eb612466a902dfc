// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;

namespace Appliance.Service.Composition;

/// <summary>The project that <c>appliance.yaml</c> selects at the moment of the press.</summary>
internal sealed class SelectedProject(ApplianceHome home) : IActiveProject
{
    /// <inheritdoc/>
    public PreparedJob Prepare()
    {
        var problems = home.Settings.Problems;
        if (problems.Count > 0) throw new JobFailure(Catalogue.SettingsInvalid, string.Join("\n", problems));
        return new ProjectOnDisk(home.ActiveProject()).Prepare();
    }
}
