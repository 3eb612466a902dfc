// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Usb;

namespace Appliance.Platform.Usb;

/// <summary>An open device.</summary>
internal sealed class LibUsbLink(string path, nint handle) : IUsbLink
{
    private readonly List<byte> _claimed = [];
    private bool _disposed;

    /// <inheritdoc/>
    public void Claim(byte number)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_claimed.Contains(number)) return;
        UsbFaults.Check(LibUsb.SetAutoDetach(handle, enable: 1), $"have kernel drivers of {path} give way");
        UsbFaults.Check(LibUsb.ClaimInterface(handle, number), $"take interface {number} of {path}");
        _claimed.Add(number);
    }

    /// <inheritdoc/>
    public int Control(UsbSetup setup, Span<byte> data, TimeSpan limit)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var result = LibUsb.ControlTransfer(
            handle, setup.RequestType, setup.Request, setup.Value, setup.Index, ref MemoryMarshal.GetReference(data), checked((ushort)data.Length),
            Milliseconds(limit));
        return UsbFaults.Check(result, $"make request 0x{setup.Request:X2} of {path}");
    }

    /// <inheritdoc/>
    public int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit)
    {
        if (endpoint.IsIn) throw new ArgumentException("an IN endpoint is read", nameof(endpoint));
        return Transfer(endpoint, ref MemoryMarshal.GetReference(data), data.Length, limit);
    }

    /// <inheritdoc/>
    public int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit)
    {
        if (!endpoint.IsIn) throw new ArgumentException("an OUT endpoint is written", nameof(endpoint));
        return Transfer(endpoint, ref MemoryMarshal.GetReference(data), data.Length, limit);
    }

    /// <inheritdoc/>
    public void ClearHalt(UsbEndpoint endpoint)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        UsbFaults.Check(LibUsb.ClearHalt(handle, endpoint.Address), $"clear endpoint 0x{endpoint.Address:X2} of {path}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var number in _claimed) _ = LibUsb.ReleaseInterface(handle, number);
        LibUsb.Close(handle);
    }

    /// <summary>Zero would mean for ever.</summary>
    private static uint Milliseconds(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromMilliseconds(1));
        return (uint)Math.Min(limit.TotalMilliseconds, int.MaxValue);
    }

    private int Transfer(UsbEndpoint endpoint, ref byte data, int length, TimeSpan limit)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var (time, moved) = (Milliseconds(limit), 0);
        var result = endpoint.Transfer == UsbTransfer.Interrupt
            ? LibUsb.InterruptTransfer(handle, endpoint.Address, ref data, length, out moved, time)
            : LibUsb.BulkTransfer(handle, endpoint.Address, ref data, length, out moved, time);
        UsbFaults.Check(result, $"transfer through endpoint 0x{endpoint.Address:X2} of {path}", moved);
        return moved;
    }
}
