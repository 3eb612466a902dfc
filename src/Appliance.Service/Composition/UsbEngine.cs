// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Service.Composition;

/// <summary>The one place where the package set decides who talks to USB.</summary>
internal static class UsbEngine
{
    private static readonly Lazy<IUsbBus> Only = new(Create);

    /// <summary>The USB devices of this machine. One for the life of the process: contexts that end early crash programs (LibUsbDotNet #184).</summary>
    public static IUsbBus Bus => Only.Value;

#if FULL_PACKAGES
    private static IUsbBus Create() => new Adapters.LibUsbDotNet.LibUsbDotNetBus();
#else
    private static IUsbBus Create() => new Platform.Usb.LibUsbBus();
#endif
}
