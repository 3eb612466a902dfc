// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Gpio;
using Appliance.Ports.Gpio;

namespace Appliance.Service.Composition;

/// <summary>The one place where the package set decides who drives GPIO lines.</summary>
internal static class GpioEngine
{
#if FULL_PACKAGES
    /// <summary>The GPIO lines of this machine.</summary>
    public static IGpio Create() => new Adapters.DeviceGpio.DeviceGpio(new GpioCharacterDevice());
#else
    /// <summary>The GPIO lines of this machine.</summary>
    public static IGpio Create() => new GpioCharacterDevice();
#endif
}
