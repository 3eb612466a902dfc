// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Platform.Displays;
using Appliance.Platform.I2c;
using Appliance.Ports.Panel;

namespace Appliance.Service.Composition;

/// <summary>The one place where the package set decides who drives the display.</summary>
internal static class DisplayEngine
{
    /// <summary>The display of the settings; it is looked for when it is first shown something.</summary>
    public static IPanelDisplay Create(DisplaySettings settings)
    {
        var size = new PanelSize(128, settings.Size == DisplaySize.Wide32 ? 32 : 64);
#if FULL_PACKAGES
        if (settings is { Controller: DisplayController.Ssd1306, Rotated: false })
            return new Adapters.DeviceGpio.DeviceDisplay(new LinuxI2c(), settings.Bus, settings.Address, size);
#endif
        var controller = settings.Controller == DisplayController.Sh1106 ? OledController.Sh1106 : OledController.Ssd1306;
        return new OledDisplay(new LinuxI2c(), new OledParts(controller, settings.Bus, settings.Address, size, settings.Rotated));
    }
}
