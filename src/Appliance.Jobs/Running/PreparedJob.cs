// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Serials;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Running;

/// <summary>Everything a job needs, checked whole before any board is touched.</summary>
/// <param name="Project">The project.</param>
/// <param name="Chip">Its chip.</param>
/// <param name="Image">The merged image of its files.</param>
/// <param name="Plan">What will be done; with serials, to the first board of an empty ledger.</param>
/// <param name="Serials">Where its serials come from; null where it has none and no limit.</param>
public sealed record PreparedJob(Project Project, ChipDescription Chip, FirmwareImage Image, FlashPlan Plan, SerialPlan? Serials = null)
{
    /// <summary>What the coprocessor gets; null where it is left alone.</summary>
    public FusWish? Coprocessor { get; init; }

    /// <summary>What of it is done.</summary>
    public JobPart Part { get; init; } = JobPart.Whole;

    /// <summary>The job of one board: the serial in the image, the plan for just that image, so that the evidence covers it.</summary>
    /// <exception cref="FlashException">The bytes go where this chip has no flash.</exception>
    public PreparedJob With(SerialValue serial)
    {
        var image = Image.Patched([.. serial.Patches.Select(patch => (patch.Address, (ReadOnlyMemory<byte>)patch.ToArray()))]);
        return this with { Image = image, Plan = FlashPlanner.Plan(image, Chip, Project.Policy) with { Options = Plan.Options, Loaders = Plan.Loaders } };
    }
}
