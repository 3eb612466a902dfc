// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>A flash algorithm as the description of a pack (PDSC) lists it for a device (element <c>algorithm</c>).</summary>
/// <param name="Path">Its file in the pack, with forward slashes.</param>
/// <param name="Start">First address it is for.</param>
/// <param name="Size">Bytes it is for.</param>
/// <param name="Ram">RAM reserved for it; null where the pack says nothing.</param>
/// <param name="IsDefault">Whether it is used where nobody chooses.</param>
internal sealed record PackAlgorithm(string Path, uint Start, uint Size, MemoryRegion? Ram, bool IsDefault);
