// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Stm32F1;
using Appliance.Simulation.Stm32L1;
using Appliance.Simulation.Units;

namespace Appliance.Simulation.Chips;

/// <summary>Every part that can be simulated.</summary>
internal static class SimulatedParts
{
    /// <summary>All of them, by family.</summary>
    public static IReadOnlyList<ChipPart> All { get; } = [.. Stm32F1Parts.All, .. Stm32L1Parts.All, .. Stm32WbParts.All, .. Stm32F7Parts.All, .. Stm32H7Parts.All, .. DoubleWordParts.All, .. TrustZoneParts.All, .. Stm32F4Parts.All];

    /// <summary>The part of a name, or null.</summary>
    public static ChipPart? Find(string name) => All.FirstOrDefault(part => part.Name == name);
}
