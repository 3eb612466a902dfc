// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Projects;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Running;

/// <summary>Everything a job needs, checked whole before any board is touched.</summary>
/// <param name="Project">The project.</param>
/// <param name="Chip">Its chip.</param>
/// <param name="Image">The merged image of its files.</param>
/// <param name="Plan">What will be done.</param>
public sealed record PreparedJob(Project Project, ChipDescription Chip, FirmwareImage Image, FlashPlan Plan)
{
    /// <summary>What of it is done.</summary>
    public JobPart Part { get; init; } = JobPart.Whole;
}
