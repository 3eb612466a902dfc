// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Power;
using Appliance.Jobs.Settings;
using Appliance.Platform.Iio;
using Appliance.Ports.Gpio;

namespace Appliance.Service.Composition;

/// <summary>Makes the supply of the target from the settings.</summary>
internal static class PowerEngine
{
    /// <summary>What is wired; null where nothing is. The caller disposes it, which switches the supply off.</summary>
    public static WiredTargetPower? Open(PowerSettings settings, Lazy<IGpio> gpio) => settings.Switch is null && settings.Vtref is null
        ? null
        : new WiredTargetPower(gpio.Value, adc => new IioVoltage(adc.Name, adc.Channel), settings);
}
