// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Images;

/// <summary>Releases of the firmware upgrade service that rules hang on.</summary>
public static class FusReleases
{
    /// <summary>First parts; takes its dedicated image of 1.2.0 alone.</summary>
    public static FusVersion V0_5_3 { get; } = new(0, 5, 3);

    /// <summary>Locks parts with less than 1 MB when installed there.</summary>
    public static FusVersion V1_0_1 { get; } = new(1, 0, 1);

    /// <summary>First that upgrades to 1.2.0 by the common image.</summary>
    public static FusVersion V1_0_2 { get; } = new(1, 0, 2);

    /// <summary>First whose Safeboot recovers a part.</summary>
    public static FusVersion V1_1_0 { get; } = new(1, 1, 0);

    /// <summary>First that keeps one page, and not a whole stack, free below an installed stack.</summary>
    public static FusVersion V1_1_2 { get; } = new(1, 1, 2);

    /// <summary>First with anti-rollback that is fit for production; every way to 2.x leads through it.</summary>
    public static FusVersion V1_2_0 { get; } = new(1, 2, 0);

    /// <summary>First that knows the new format of stacks.</summary>
    public static FusVersion V2_0_0 { get; } = new(2, 0, 0);

    /// <summary>The newest.</summary>
    public static FusVersion V2_2_0 { get; } = new(2, 2, 0);

    /// <summary>Every version ST has published or built into parts (ST wiki, STM32WB FUS; STM32CubeWB 1.1.0 to 1.24.0).</summary>
    public static IReadOnlyList<FusVersion> Published { get; } =
    [
        V0_5_3, V1_0_1, V1_0_2, V1_1_0, new(1, 1, 1), V1_1_2, V1_2_0, V2_0_0, new(2, 1, 0), V2_2_0,
    ];
}
