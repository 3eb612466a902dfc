// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Platform.Host;
using Appliance.Platform.Usb;
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.Mpsse;
using Appliance.Service.Composition;

namespace Appliance.Service.Probes;

/// <summary>Adapters with a chip of FTDI: which layout one has, and its channel opened.</summary>
internal static class FtdiProbes
{
    /// <summary>Whether a probe can be one with this wiring. Chips with FTDI's own numbers may be anything: a layout must be named for them.</summary>
    public static bool Fits(AttachedProbe probe, FtdiWiringId wiring) => probe.Known.Family == UsbProbeId.Ftdi
        ? LayoutOf(probe, wiring) is { } layout && (wiring.Swd is not { } swd || layout.Wirings.Contains(swd))
        : wiring == FtdiWiringId.Usual;

    /// <summary>Why one does not.</summary>
    public static JobFailure Unfit(AttachedProbe probe, FtdiWiringId wiring) => new(
        Catalogue.ProbeUnusable, probe.Known.Family == UsbProbeId.Ftdi && wiring == FtdiWiringId.Usual
            ? $"{probe.Title}: its wiring is not known; add layout=NAME, one of {string.Join(", ", Candidates(probe).Select(layout => layout.Name))}."
            : $"{probe.Title} has no wiring '{wiring.ToText().TrimStart(',')}'.");

    /// <summary>Opens it.</summary>
    /// <exception cref="WireException">The chip is another, or does not start.</exception>
    public static IDapLink Open(IUsbLink link, AttachedProbe probe, FtdiWiringId wiring, bool jtag)
    {
        var layout = LayoutOf(probe, wiring) ?? throw Unfit(probe, wiring);
        FtdiPort port;
        try
        {
            port = Port(UsbInterfaces.Of(link), layout) ?? throw new WireException(probe.Title, $"it has no channel {(char)('A' + layout.Channel)} with a pair of bulk endpoints");
        }
        catch
        {
            link.Dispose();
            throw;
        }

        return MpsseProbe.Open(link, port, layout, probe.Title, new MachineClock(TimeProvider.System), jtag ? null : wiring.Swd ?? layout.Wirings[0]);
    }

    /// <summary>The layout that is named, if the numbers are those of the device; else the only one with its numbers, where these are not FTDI's own.</summary>
    private static FtdiLayout? LayoutOf(AttachedProbe probe, FtdiWiringId wiring) => wiring.Layout is { } named
        ? Candidates(probe).FirstOrDefault(layout => layout == named)
        : Candidates(probe).FirstOrDefault(layout => !layout.IsBareChip);

    private static IEnumerable<FtdiLayout> Candidates(AttachedProbe probe) =>
        FtdiLayouts.All.Where(layout => layout.VendorId == probe.Device.VendorId && layout.ProductId == probe.Device.ProductId);

    private static FtdiPort? Port(IReadOnlyList<UsbInterface> faces, FtdiLayout layout)
    {
        var face = faces.FirstOrDefault(one => one.Number == layout.Channel);
        return face?.First(UsbTransfer.Bulk, isIn: false) is { } toDevice && face.First(UsbTransfer.Bulk, isIn: true) is { } fromDevice
            ? new FtdiPort(face.Number, toDevice.Endpoint, fromDevice.Endpoint, fromDevice.PacketBytes)
            : null;
    }
}
