// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.BootLoaders.Dfu;
using Appliance.Jobs.Outcomes;
using Appliance.Platform.Host;
using Appliance.Platform.Usb;
using Appliance.Ports.Packets;
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.CmsisDap;
using Appliance.Probes.JLink;
using Appliance.Probes.StLink;
using Appliance.Service.Composition;

namespace Appliance.Service.Probes;

/// <summary>From the name of an attached probe to a link. A probe is known by its socket and its serial number together, never by its place in a list.</summary>
internal static class UsbProbes
{
    /// <summary>Opens the one probe that is attached and can be used.</summary>
    /// <exception cref="JobFailure">There is none, or more than one.</exception>
    /// <exception cref="WireException">It cannot be opened.</exception>
    public static IDapLink OpenOnly(IUsbBus bus) => Open(bus, Choose(Look(bus), new UsbProbeId(null, null, null)), FtdiWiringId.Usual);

    /// <summary>Opens a probe by its name.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="id">The name.</param>
    /// <param name="jtag">JTAG and not SWD.</param>
    /// <exception cref="JobFailure">It is not there, another is in its place, or more than one fits.</exception>
    /// <exception cref="WireException">It cannot be opened.</exception>
    public static IDapLink Open(IUsbBus bus, UsbProbeId id, bool jtag = false) => Open(bus, Choose(Look(bus), id), id.Wiring, jtag);

    /// <summary>The one attached probe that is meant.</summary>
    /// <exception cref="JobFailure">It is not there, another is in its place, or more than one fits.</exception>
    public static AttachedProbe Choose(IReadOnlyList<AttachedProbe> attached, UsbProbeId id)
    {
        if (id.Path is not null) return InSocket(attached, id);
        var fitting = attached.Where(probe => probe.Known.Family is { } family && (id.Family is null ? !probe.Known.IsTarget : id.Family == family) && FtdiProbes.Fits(probe, id.Wiring)).ToList();
        if (id.Serial is { } serial) fitting = [.. fitting.Where(probe => probe.Device.Serial == serial)];
        return fitting.Count switch
        {
            1 => fitting[0],
            0 when attached.FirstOrDefault(probe => id.Family == UsbProbeId.Ftdi && probe.Known.Family == UsbProbeId.Ftdi && !FtdiProbes.Fits(probe, id.Wiring)) is { } unfit => throw FtdiProbes.Unfit(unfit, id.Wiring),
            0 => throw NotThere(attached, id),
            _ => throw new JobFailure(Catalogue.ProbeAmbiguous,
                $"{fitting.Count} probes fit: {string.Join("; ", fitting.Select(probe => probe.Title))}. Name one by its socket."),
        };
    }

    /// <summary>Opens the boot loader of an attached chip; null where the name means a debug probe.</summary>
    /// <exception cref="JobFailure">It is not there, another is in its place, or more than one fits.</exception>
    /// <exception cref="WireException">It cannot be opened.</exception>
    public static IBootLoader? OpenBootLoader(IUsbBus bus, UsbProbeId id)
    {
        if (id.Family is not (null or UsbProbeId.Dfu)) return null;
        var chosen = Choose(Look(bus), id);
        return chosen.Known.IsTarget ? Opened(chosen, () => new DfuBootLoader(bus.Open(chosen.Device.Path), new MachineClock(TimeProvider.System), chosen.Title)) : null;
    }

    private static AttachedProbe InSocket(IReadOnlyList<AttachedProbe> attached, UsbProbeId id)
    {
        var there = attached.FirstOrDefault(probe => probe.Device.Path == id.Path) ?? throw NotThere(attached, id);
        if (!FtdiProbes.Fits(there, id.Wiring)) throw FtdiProbes.Unfit(there, id.Wiring);
        if (id.Serial is { } serial && there.Device.Serial != serial)
            throw new JobFailure(Catalogue.ProbeSwapped, $"Expected the probe with serial {serial} at usb:{id.Path}; there is {there.Title}.");
        return there;
    }

    private static JobFailure NotThere(IReadOnlyList<AttachedProbe> attached, UsbProbeId id)
    {
        var others = attached.Count == 0 ? "no debug probe is attached" : $"attached: {string.Join("; ", attached.Select(probe => probe.Title))}";
        var wanted = id == new UsbProbeId(null, null, null) ? "a probe that can be used" : id.ToText();
        return new JobFailure(Catalogue.NoProbe, $"Expected {wanted}; {others}.");
    }

    private static IReadOnlyList<AttachedProbe> Look(IUsbBus bus)
    {
        var attached = AttachedProbes.Look(bus);
        return attached.Trouble is { } trouble ? throw new JobFailure(Catalogue.ProbeUnavailable, trouble) : attached.Found;
    }

    private static IDapLink Open(IUsbBus bus, AttachedProbe probe, FtdiWiringId wiring, bool jtag = false)
    {
        if (probe.Known.Family is null || probe.Known.IsTarget) throw new JobFailure(Catalogue.ProbeUnusable, $"{probe}.");
        return Opened<IDapLink>(probe, () =>
        {
            var link = bus.Open(probe.Device.Path);
            return probe.Known.Family switch
            {
                UsbProbeId.StLink => OpenStLink(link, probe, jtag),
                UsbProbeId.JLink => OpenJLink(link, probe, jtag),
                UsbProbeId.Ftdi => FtdiProbes.Open(link, probe, wiring, jtag),
                _ => OpenCmsisDap(link, probe, jtag),
            };
        });
    }

    private static T Opened<T>(AttachedProbe probe, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (UsbException refused)
        {
            throw new WireException(probe.Title, refused.Fault == UsbFault.NoAccess ? "this user may not use it (no udev rule gives access)" : refused.Message, refused);
        }
        catch (PacketException refused)
        {
            throw new WireException(probe.Title, refused.Message, refused);
        }
    }

    private static IDapLink OpenStLink(IUsbLink link, AttachedProbe probe, bool jtag)
    {
        // Interface 0 carries commands on every model; mass storage and serial port come behind it (OpenOCD stlink_usb.c).
        var pipe = Pipe(link, probe, faces => faces.FirstOrDefault(face => face.Number == 0), UsbTransfer.Bulk);
        pipe.DropStale();
        return StLinkProbe.Open(pipe, new MachineClock(TimeProvider.System), jtag: jtag);
    }

    /// <summary>The first interface of the vendor's class with a pair of bulk endpoints; serial ports and a disk may stand before it.</summary>
    private static IDapLink OpenJLink(IUsbLink link, AttachedProbe probe, bool jtag)
    {
        var pipe = Pipe(
            link, probe, faces => faces.FirstOrDefault(face => face.Class == UsbInterface.VendorClass && face.First(UsbTransfer.Bulk, isIn: true) is not null && face.First(UsbTransfer.Bulk, isIn: false) is not null),
            UsbTransfer.Bulk);
        pipe.DropStale();
        return JLinkProbe.Open(pipe, new MachineClock(TimeProvider.System), jtag: jtag);
    }

    /// <summary>Version 2 where the device has it: an interface of the vendor's class that names itself; else version 1, a HID interface (CMSIS-DAP, "USB interfaces").</summary>
    private static IDapLink OpenCmsisDap(IUsbLink link, AttachedProbe probe, bool jtag)
    {
        var version = 2;
        var pipe = Pipe(link, probe, faces =>
        {
            var bulk = faces.Where(face => face.Class == UsbInterface.VendorClass && face.First(UsbTransfer.Bulk, isIn: true) is not null).ToList();
            if ((bulk.Find(Named) ?? (bulk.Count == 1 ? bulk[0] : null)) is { } second) return second;
            version = 1;
            var reports = faces.Where(face => face.Class == UsbInterface.HidClass).ToList();
            return reports.Find(Named) ?? reports.FirstOrDefault();
        }, null);
        var device = new CmsisDapDevice(version) { Vendor = probe.Device.VendorId, Product = probe.Device.ProductId };
        var clock = new MachineClock(TimeProvider.System);
        return jtag ? CmsisDapJtagLine.Open(pipe, device, clock) : CmsisDapLink.Open(pipe, device, clock);

        static bool Named(UsbInterface face) => face.Name?.Contains("CMSIS-DAP", StringComparison.Ordinal) == true;
    }

    private static UsbPacketPipe Pipe(IUsbLink link, AttachedProbe probe, Func<IReadOnlyList<UsbInterface>, UsbInterface?> choose, UsbTransfer? transfer)
    {
        UsbInterface face;
        try
        {
            face = choose(UsbInterfaces.Of(link)) ?? throw new WireException(probe.Title, "it has no interface for debugging");
        }
        catch
        {
            link.Dispose();
            throw;
        }

        return UsbPacketPipe.Open(link, probe.Title, face, transfer ?? (face.Class == UsbInterface.HidClass ? UsbTransfer.Interrupt : UsbTransfer.Bulk));
    }
}
