// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>Who supplies the board.</summary>
public enum SupplyMode
{
    /// <summary>The appliance where it has a switch, else the board itself.</summary>
    Auto,

    /// <summary>The appliance; without a switch the job fails.</summary>
    Required,

    /// <summary>The board itself: the switch stays off.</summary>
    Never,
}

/// <summary>How the board is supplied, and which voltage is right. Looked at only where the appliance can switch and sense.</summary>
/// <param name="Supply">Who supplies it.</param>
/// <param name="Settle">From switching on to the first look.</param>
/// <param name="MinimumMillivolts">Least VTref.</param>
/// <param name="MaximumMillivolts">Highest VTref.</param>
public sealed record PowerPolicy(SupplyMode Supply, TimeSpan Settle, int MinimumMillivolts, int MaximumMillivolts)
{
    /// <summary>What is meant where nothing is written. The limits are those of level shifters on the probe: 1.65 to 5.5 V.</summary>
    public static PowerPolicy Default { get; } = new(SupplyMode.Auto, TimeSpan.FromMilliseconds(50), 1_650, 5_500);
}
