// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Usb;
using LibUsbDotNet.LibUsb;
using UsbDevice = Appliance.Ports.Usb.UsbDevice;
using UsbException = Appliance.Ports.Usb.UsbException;

namespace Appliance.Adapters.LibUsbDotNet;

/// <summary>USB through LibUsbDotNet 3. One of it lives as long as the process: its contexts must not end before their devices.</summary>
public sealed class LibUsbDotNetBus : IUsbBus
{
    private const string Library = "libusb-1.0.so.0";

    private readonly Lock _lock = new();
    private readonly string _nodes;
    private readonly string _library;
    private UsbContext? _context;

    /// <summary>The USB devices of this machine.</summary>
    public LibUsbDotNetBus()
        : this("/dev/bus/usb", Library)
    {
    }

    /// <param name="nodes">Folder of the device nodes; where it is not there, no USB is, and libusb does not start.</param>
    /// <param name="library">What must be installed.</param>
    internal LibUsbDotNetBus(string nodes, string library)
    {
        (_nodes, _library) = (nodes, library);
    }

    /// <inheritdoc/>
    public IReadOnlyList<UsbDevice> List()
    {
        lock (_lock)
        {
            if (Context() is not { } context) return [];
            return LibUsbDotNetFaults.Tell("list devices", () =>
            {
                using var devices = context.List();
                return (IReadOnlyList<UsbDevice>)[.. devices.Select(Describe).Where(device => device.Trouble != UsbFault.Gone).OrderBy(device => device.Path, StringComparer.Ordinal)];
            });
        }
    }

    /// <inheritdoc/>
    public IUsbLink Open(string path)
    {
        lock (_lock)
        {
            var found = Context() is { } context
                ? LibUsbDotNetFaults.Tell("list devices", () => context.Find(device => PathOf(device) == path))
                : null;
            if (found is null) throw new UsbException(UsbFault.Gone, $"USB: nothing is attached at {path}.");
            try
            {
                LibUsbDotNetFaults.Tell($"open the device at {path}", () =>
                {
                    found.Open();
                    return true;
                });
                return new LibUsbDotNetLink(path, found);
            }
            catch
            {
                found.Dispose();
                throw;
            }
        }
    }

    private static UsbDevice Describe(IUsbDevice device)
    {
        var path = PathOf(device);
        try
        {
            device.Open();
        }
        catch (global::LibUsbDotNet.LibUsb.UsbException refused)
        {
            return new UsbDevice(path, device.VendorId, device.ProductId, null, null, LibUsbDotNetFaults.Of(refused.ErrorCode));
        }

        try
        {
            var info = device.Info;
            return new UsbDevice(path, info.VendorId, info.ProductId, Text(info.SerialNumber), Text(info.Product), null);
        }
        finally
        {
            device.Close();
        }
    }

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>As Linux names it; a root hub has no ports.</summary>
    private static string PathOf(IUsbDevice device) =>
        device.LocationId is { PortNumbers.Count: 0 } root ? $"usb{root.BusNumber}" : device.LocationId.ToString();

    private UsbContext? Context()
    {
        if (!NativeLibrary.TryLoad(_library, out _))
            throw new UsbException(UsbFault.NoLibrary, $"USB devices cannot be looked for: {_library} is missing. Install the package libusb-1.0-0.");
        if (!Directory.Exists(_nodes)) return null;
        return _context ??= LibUsbDotNetFaults.Tell("start libusb", () => new UsbContext());
    }
}
