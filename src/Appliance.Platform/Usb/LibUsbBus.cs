// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Appliance.Ports.Usb;

namespace Appliance.Platform.Usb;

/// <summary>
/// USB through the system's libusb 1.0. The library is loaded, and its context made, at the first question that needs it; dispose when no
/// link is open any more.
/// </summary>
public sealed class LibUsbBus : IUsbBus, IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _nodes;
    private readonly string _library;
    private nint _context;
    private bool _disposed;

    /// <summary>The USB devices of this machine.</summary>
    public LibUsbBus()
        : this("/dev/bus/usb", LibUsb.Library)
    {
    }

    /// <param name="nodes">Folder of the device nodes; where it is not there, no USB is.</param>
    /// <param name="library">What must be installed.</param>
    internal LibUsbBus(string nodes, string library)
    {
        (_nodes, _library) = (nodes, library);
    }

    private delegate T Visit<T>(IReadOnlyList<nint> devices);

    /// <inheritdoc/>
    public IReadOnlyList<UsbDevice> List() =>
        WithDevices<IReadOnlyList<UsbDevice>>(devices => [.. devices.Select(Describe).Where(device => device.Trouble != UsbFault.Gone).OrderBy(device => device.Path, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public IUsbLink Open(string path) => WithDevices(devices =>
    {
        foreach (var device in devices.Where(device => PathOf(device) == path))
        {
            var opened = LibUsb.Open(device, out var handle);
            if (opened < 0 && UsbFaults.Of(opened) == UsbFault.Gone) continue;
            UsbFaults.Check(opened, $"open the device at {path}");
            return new LibUsbLink(path, handle);
        }

        throw new UsbException(UsbFault.Gone, $"USB: nothing is attached at {path}.");
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            if (_context != 0) LibUsb.Exit(_context);
            _context = 0;
        }
    }

    private T WithDevices<T>(Visit<T> visit)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!NativeLibrary.TryLoad(_library, out _)) throw UsbFaults.NoLibrary(_library);
            if (!Directory.Exists(_nodes)) return visit([]);
            if (_context == 0) UsbFaults.Check(LibUsb.Init(out _context), "start libusb");
            TakeInDepartures();
            var count = UsbFaults.Check((int)LibUsb.GetDeviceList(_context, out var list), "list devices");
            try
            {
                var devices = new nint[count];
                Marshal.Copy(list, devices, 0, count);
                return visit(devices);
            }
            finally
            {
                LibUsb.FreeDeviceList(list, unreference: 1);
            }
        }
    }

    /// <summary>libusb lists a device that has left until its departure was handled, or as long as a link to it is open; such a one says "gone"
    /// when it is opened.</summary>
    private void TakeInDepartures()
    {
        Span<long> noTime = [0, 0];
        UsbFaults.Check(LibUsb.HandleEvents(_context, ref noTime[0], 0), "look at what happened");
    }

    private static UsbDevice Describe(nint device)
    {
        Span<byte> descriptor = stackalloc byte[LibUsb.DescriptorSize];
        UsbFaults.Check(LibUsb.GetDeviceDescriptor(device, ref descriptor[0]), "read a device descriptor");
        var (vendor, product) = (BinaryPrimitives.ReadUInt16LittleEndian(descriptor[8..]), BinaryPrimitives.ReadUInt16LittleEndian(descriptor[10..]));
        var opened = LibUsb.Open(device, out var handle);
        if (opened < 0) return new UsbDevice(PathOf(device), vendor, product, null, null, UsbFaults.Of(opened));
        try
        {
            return new UsbDevice(PathOf(device), vendor, product, Text(handle, descriptor[16]), Text(handle, descriptor[15]), null);
        }
        finally
        {
            LibUsb.Close(handle);
        }
    }

    private static string? Text(nint handle, byte index)
    {
        Span<byte> text = stackalloc byte[256];
        var length = index == 0 ? 0 : LibUsb.GetString(handle, index, ref text[0], text.Length);
        return length > 0 ? Encoding.ASCII.GetString(text[..length]) : null;
    }

    private static string PathOf(nint device)
    {
        Span<byte> ports = stackalloc byte[LibUsb.MaximumPorts];
        var depth = LibUsb.GetPortNumbers(device, ref ports[0], ports.Length);
        var bus = LibUsb.GetBusNumber(device);
        return depth <= 0 ? $"usb{bus}" : $"{bus}-{string.Join('.', ports[..depth].ToArray())}";
    }
}
