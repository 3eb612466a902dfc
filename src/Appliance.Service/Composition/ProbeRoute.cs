// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Fus;
using Appliance.Service.Probes;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Composition;

/// <summary>Which route a probe is: the debug route, or the boot route of what programs the chip by itself.</summary>
internal static class ProbeRoute
{
    /// <summary>What the route can do, as far as that is known before it is opened.</summary>
    public static SessionCapabilities Capabilities(ProbeId probe) => probe switch
    {
        UsartProbeId usart => BootRouteSession.RouteCapabilities(usart.Reset != BootPinId.None),
        SimulatedUsartProbeId simulated => BootRouteSession.RouteCapabilities(simulated.Pins),
        SimulatedDfuProbeId or UsbProbeId { Family: UsbProbeId.Dfu } or GdbProbeId or SimulatedBlackMagicProbeId => BootRouteSession.RouteCapabilities(hasReset: false),
        _ => DebugRoute,
    };

    /// <summary>Whether a debug probe has nRESET shows when it is opened; the session then refuses what needs it.</summary>
    public static SessionCapabilities DebugRoute => DebugRouteSession.RouteCapabilities | SessionCapabilities.HardwareReset;

    /// <summary>Opens the probe and makes a session of its route.</summary>
    /// <exception cref="Ports.Wires.WireException">It cannot be opened.</exception>
    public static ITargetSession Open(ProbeId probe, ChipDescription chip, CoprocessorAccess? coprocessor) =>
        BootLoader(probe) is { } loader ? new BootRouteSession(loader, chip) : new DebugRouteSession(ProbeOpener.Open(probe), chip, coprocessor);

    /// <summary>Whether a probe is a boot loader, which lets nobody look at a core.</summary>
    public static bool IsBootLoader(ProbeId probe) => probe is UsartProbeId or SimulatedUsartProbeId or SimulatedDfuProbeId or GdbProbeId or SimulatedBlackMagicProbeId or UsbProbeId { Family: UsbProbeId.Dfu };

    private static IBootLoader? BootLoader(ProbeId probe) => probe switch
    {
        UsartProbeId usart => BootLoaderProbes.Open(usart, BootLoaderProbes.SerialPorts, GpioEngine.Create),
        SimulatedUsartProbeId simulated => simulated.Open(),
        SimulatedDfuProbeId simulated => simulated.Open(),
        GdbProbeId gdb => GdbProbes.Open(gdb, BootLoaderProbes.SerialPorts),
        SimulatedBlackMagicProbeId simulated => simulated.Open(),
        UsbProbeId usb => UsbProbes.OpenBootLoader(UsbEngine.Bus, usb),
        _ => null,
    };
}
