// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Platform.Displays;
using Appliance.Ports.I2c;
using Appliance.Ports.Panel;
using Appliance.Simulation.Surroundings;

namespace Appliance.Adapters.DeviceGpio.Tests;

/// <summary>The contract as the service composes it: the library's SSD1306, and the driver of Platform for what the library does not have.</summary>
public sealed class DeviceDisplayTests : OledContract
{
    protected override IPanelDisplay Create(II2c i2c, SimulatedOledKind kind, PanelSize size, bool rotated) => kind == SimulatedOledKind.Ssd1306 && !rotated
        ? new DeviceDisplay(i2c, SimulatedOled.Bus, SimulatedOled.Address, size)
        : new OledDisplay(i2c, new OledParts(
            kind == SimulatedOledKind.Sh1106 ? OledController.Sh1106 : OledController.Ssd1306, SimulatedOled.Bus, SimulatedOled.Address, size, rotated));
}
