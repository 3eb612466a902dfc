// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Images;

/// <summary>A file of an STM32CubeWB release, recognised by its hash. Immutable.</summary>
/// <param name="Sha256">SHA-256 of the file, lower case hexadecimal.</param>
/// <param name="Families">Whose image it is.</param>
/// <param name="Name">Its name in the release, without family and ending, for example <c>BLE_Stack_full_fw</c>.</param>
/// <param name="Version">Its version by the release notes.</param>
/// <param name="Releases">First and last STM32CubeWB release that holds it.</param>
public sealed record KnownFusImage(string Sha256, IReadOnlyList<FusFamily> Families, string Name, FusVersion Version, string Releases)
{
    /// <summary>Name of the image of FUS 1.2.0 that FUS 0.5.3 alone takes.</summary>
    private const string For053 = "FUS_fw_for_fus_0_5_3";

    /// <summary>The one FUS version that takes it; null where it is not bound to one.</summary>
    public FusVersion? OnlyFus => Name == For053 ? FusReleases.V0_5_3 : null;
}
