// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.BootLoaders.Usart;
using Appliance.Platform.Host;
using Appliance.Platform.Serial;
using Appliance.Ports.Gpio;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Service.Composition;

namespace Appliance.Service.Probes;

/// <summary>From the name of a line to the boot loader behind it.</summary>
internal static class BootLoaderProbes
{
    /// <summary>Opens a boot loader on a serial line.</summary>
    /// <exception cref="WireException">Line or pins cannot be had.</exception>
    public static IBootLoader Open(UsartProbeId id, ISerialPorts ports, Func<IGpio> gpio)
    {
        var line = OpenLine(id, ports);
        try
        {
            return new UsartBootLoader(line, Pins(id, line, gpio), new MachineClock(TimeProvider.System), id.ToText());
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>The serial lines of this machine.</summary>
    public static ISerialPorts SerialPorts { get; } = new LinuxSerial(TimeProvider.System);

    private static ISerialLine OpenLine(UsartProbeId id, ISerialPorts ports)
    {
        try
        {
            return ports.Open(id.Device, id.Format);
        }
        catch (SerialException refused)
        {
            throw new WireException(id.ToText(), refused.Message, refused);
        }
    }

    private static IBootPins Pins(UsartProbeId id, ISerialLine line, Func<IGpio> gpio)
    {
        if (id.Boot0.Line is null && id.Reset.Line is null)
            return id.Boot0 == BootPinId.None && id.Reset == BootPinId.None ? new NoBootPins() : new ModemBootPins(line, id.Boot0.Modem, id.Reset.Modem);
        IGpioLine? boot0 = null;
        try
        {
            var lines = gpio();
            boot0 = id.Boot0.Line is { } boot ? lines.OpenOutput(boot, new GpioOutput()) : null;
            return new GpioBootPins(boot0, id.Reset.Line is { } reset ? lines.OpenOutput(reset, new GpioOutput(ActiveLow: true, OpenDrain: true)) : null);
        }
        catch (GpioException refused)
        {
            boot0?.Dispose();
            throw new WireException(id.ToText(), refused.Message, refused);
        }
    }
}
