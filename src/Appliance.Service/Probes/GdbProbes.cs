// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Gdb;
using Appliance.Jobs.Outcomes;
using Appliance.Platform.Host;
using Appliance.Platform.Serial;
using Appliance.Ports.Serial;
using Appliance.Ports.Wires;
using Appliance.Service.Composition;

namespace Appliance.Service.Probes;

/// <summary>From the name of a GDB server to a client of it.</summary>
internal static class GdbProbes
{
    /// <summary>A probe on USB has no speed of its own; what is asked for is of no importance.</summary>
    private static readonly SerialFormat Format = new(115_200);

    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(5);

    /// <summary>What udev calls the first serial port of a Black Magic Probe, that of GDB (its <c>driver/99-blackmagic-plugdev.rules</c>; systemd's names by-id).</summary>
    private const string Maker = "Black_Magic";
    private const string FirstPort = "-if00";

    /// <summary>Opens it.</summary>
    /// <exception cref="JobFailure">No attached probe is meant, or more than one.</exception>
    /// <exception cref="WireException">It cannot be opened.</exception>
    public static IBootLoader Open(GdbProbeId id, ISerialPorts ports)
    {
        var surroundings = id.IsRemote ? WireFeatures.Remote : WireFeatures.None;
        var device = id.Device ?? (id.IsRemote ? null : Choose(id, ports.List()).Device);
        try
        {
            IByteLine line = device is null ? TcpLine.Open(id.Host!, id.Port, ConnectDeadline, TimeProvider.System) : ports.Open(device, Format);
            return new GdbBootLoader(line, new MachineClock(TimeProvider.System), device is null || id.Device is not null ? id.ToText() : $"{GdbProbeId.BlackMagic} at {device}", surroundings);
        }
        catch (SerialException refused)
        {
            throw new WireException(id.ToText(), refused.Message, refused);
        }
    }

    /// <summary>The GDB ports of the Black Magic Probes that are attached.</summary>
    public static IReadOnlyList<SerialPort> Attached(IReadOnlyList<SerialPort> ports) =>
        [.. ports.Where(port => port.Device.Contains(Maker, StringComparison.OrdinalIgnoreCase) && port.Device.EndsWith(FirstPort, StringComparison.Ordinal))];

    /// <summary>The one that is meant.</summary>
    /// <exception cref="JobFailure">None, or more than one.</exception>
    public static SerialPort Choose(GdbProbeId id, IReadOnlyList<SerialPort> ports)
    {
        var fitting = Attached(ports);
        if (id.Serial is { } serial) fitting = [.. fitting.Where(port => port.Device.EndsWith($"_{serial}{FirstPort}", StringComparison.Ordinal))];
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw new JobFailure(Catalogue.NoProbe, $"Expected {id.ToText()}; no such Black Magic Probe has a serial line here."),
            _ => throw new JobFailure(Catalogue.ProbeAmbiguous, $"{fitting.Count} probes fit: {string.Join("; ", fitting.Select(port => port.Device))}. Name one as gdb:DEVICE."),
        };
    }
}
