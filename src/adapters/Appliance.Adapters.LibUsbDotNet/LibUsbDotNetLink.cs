// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Usb;
using LibUsbDotNet;
using LibUsbDotNet.LibUsb;
using LibUsbDotNet.Main;

namespace Appliance.Adapters.LibUsbDotNet;

/// <summary>An open device.</summary>
internal sealed class LibUsbDotNetLink(string path, IUsbDevice device) : IUsbLink
{
    /// <summary>The library has one time limit of control transfers for the whole process.</summary>
    private static readonly Lock ControlLock = new();

    private readonly List<byte> _claimed = [];
    private bool _disposed;

    /// <inheritdoc/>
    public void Claim(byte number)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_claimed.Contains(number)) return;
        LibUsbDotNetFaults.Tell($"take interface {number} of {path}", () =>
        {
            if (device is global::LibUsbDotNet.LibUsb.UsbDevice real) real.SetAutoDetachKernelDriver(true);
            return device.ClaimInterface(number);
        });
        _claimed.Add(number);
    }

    /// <inheritdoc/>
    public int Control(UsbSetup setup, Span<byte> data, TimeSpan limit)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var (time, buffer) = (Milliseconds(limit), data.ToArray());
        var packet = new UsbSetupPacket(setup.RequestType, setup.Request, setup.Value, setup.Index, checked((ushort)buffer.Length));
        var moved = LibUsbDotNetFaults.Tell($"make request 0x{setup.Request:X2} of {path}", () =>
        {
            lock (ControlLock)
            {
                global::LibUsbDotNet.LibUsb.UsbDevice.ControlTransferTimeout = time;
                return device.ControlTransfer(packet, buffer, 0, buffer.Length);
            }
        });
        if ((setup.RequestType & 0x80) != 0) buffer.AsSpan(0, moved).CopyTo(data);
        return moved;
    }

    /// <inheritdoc/>
    public int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (endpoint.IsIn) throw new ArgumentException("an IN endpoint is read", nameof(endpoint));
        var writer = device.OpenEndpointWriter((WriteEndpointID)endpoint.Address, TypeOf(endpoint));
        return Checked(endpoint, writer.Write(data.ToArray().AsSpan(), Milliseconds(limit), out var moved), moved);
    }

    /// <inheritdoc/>
    public int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!endpoint.IsIn) throw new ArgumentException("an OUT endpoint is written", nameof(endpoint));
        var reader = device.OpenEndpointReader((ReadEndpointID)endpoint.Address, data.Length, TypeOf(endpoint));
        return Checked(endpoint, reader.Read(data, Milliseconds(limit), out var moved), moved);
    }

    /// <summary>LibUsbDotNet keeps this call of libusb to itself; without it the two sides would disagree about the data toggle.</summary>
    public void ClearHalt(UsbEndpoint endpoint)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var error = (Error)ClearHaltOf(device.DeviceHandle.DangerousGetHandle(), endpoint.Address);
        LibUsbDotNetFaults.Check(error, $"clear endpoint 0x{endpoint.Address:X2} of {path}", 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var number in _claimed) Release(number);
        device.Dispose();
    }

    private static EndpointType TypeOf(UsbEndpoint endpoint) =>
        endpoint.Transfer == UsbTransfer.Interrupt ? EndpointType.Interrupt : EndpointType.Bulk;

    /// <summary>Zero would mean for ever.</summary>
    private static int Milliseconds(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromMilliseconds(1));
        return (int)Math.Min(limit.TotalMilliseconds, int.MaxValue);
    }

    /// <summary>Gives the interface back to the kernel's driver; a device that is gone has none to give back.</summary>
    private void Release(byte number)
    {
        try
        {
            device.ReleaseInterface(number);
        }
        catch (global::LibUsbDotNet.LibUsb.UsbException)
        {
            // Closing the device, which follows, frees whatever is left of it.
        }
    }

    [DllImport("libusb-1.0.so.0", EntryPoint = "libusb_clear_halt", ExactSpelling = true)]
    private static extern int ClearHaltOf(nint handle, byte endpoint);

    private int Checked(UsbEndpoint endpoint, Error error, int moved)
    {
        LibUsbDotNetFaults.Check(error, $"transfer through endpoint 0x{endpoint.Address:X2} of {path}", moved);
        return moved;
    }
}
