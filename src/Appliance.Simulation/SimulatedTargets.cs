// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Chips;
using Appliance.Simulation.Stm32F1;

namespace Appliance.Simulation;

/// <summary>The chips that can be simulated.</summary>
public static class SimulatedTargets
{
    /// <summary>Their names, as in the rest of the product: start of the part number, lower case.</summary>
    public static IReadOnlyList<string> Names { get; } = SimulatedParts.All.Select(part => part.Name).ToArray();

    /// <summary>Those whose boot loader in ROM is simulated too.</summary>
    public static IReadOnlyList<string> WithBootLoader { get; } = SimulatedParts.All.Where(part => part is Stm32F1Part { IsLater: false }).Select(part => part.Name).ToArray();
}
