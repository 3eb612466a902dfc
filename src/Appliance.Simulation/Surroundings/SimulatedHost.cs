// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Simulation.Surroundings;

/// <summary>A machine whose facts are given.</summary>
public sealed class SimulatedHost : IHostInfo
{
    /// <inheritdoc/>
    public string ApplianceName { get; set; } = "simulated";

    /// <inheritdoc/>
    public string BootId { get; private set; } = "boot-1";

    /// <inheritdoc/>
    public ClockQuality ClockQuality { get; set; } = ClockQuality.Synchronised;

    /// <summary>How often the machine was booted.</summary>
    public int Boots { get; private set; } = 1;

    /// <summary>The machine starts again: another boot id.</summary>
    public void Reboot() => BootId = $"boot-{++Boots}";
}
