// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.VendorLoaders;

/// <summary>A loader and the banks of the planned chip it is used for.</summary>
/// <param name="Loader">The loader.</param>
/// <param name="Banks">Indices of the banks in the chip of the plan.</param>
public sealed record PlannedLoader(VendorLoader Loader, IReadOnlyList<int> Banks)
{
    /// <summary>In words, for plan and record.</summary>
    public override string ToString() =>
        $"{Loader.File} (\"{Loader.Device.Name}\", SHA-256 {Loader.Sha256}) for 0x{Loader.Device.Start:x8}–0x{Loader.Device.End - 1:x8}";
}
