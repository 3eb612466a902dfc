// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Simulation.Usb;

/// <summary>A simulated device opened within this process; it was plugged in and configured. Each transfer takes a frame of the bus.</summary>
internal sealed class SimulatedUsbLink : IUsbLink
{
    /// <summary>USB 2.0, section 5.3.3: a full-speed bus has frames of 1 ms.</summary>
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(1);

    private readonly SimulatedUsbDevice _device;
    private readonly string _name;
    private readonly Func<bool> _hasPower;
    private readonly Action<TimeSpan> _pass;
    private readonly HashSet<byte> _claimed = [];
    private bool _closed;

    public SimulatedUsbLink(SimulatedUsbDevice device, string name, Func<bool> hasPower, Action<TimeSpan> pass)
    {
        (_device, _name, _hasPower, _pass) = (device, name, hasPower, pass);
        device.Configure(SimulatedUsbDevice.OnlyConfiguration);
    }

    /// <inheritdoc/>
    public void Claim(byte number)
    {
        Check();
        _claimed.Add(number);
    }

    /// <inheritdoc/>
    public int Control(UsbSetup setup, Span<byte> data, TimeSpan limit)
    {
        Check();
        if ((setup.RequestType & 0x1F) == 1 && (setup.RequestType & 0x60) != 0 && !_claimed.Contains((byte)setup.Index))
            throw new UsbException(UsbFault.Busy, $"{_name}: interface {setup.Index} is used without having been claimed.");
        var isIn = (setup.RequestType & 0x80) != 0;
        var reply = _device.Control(setup, data.Length, isIn ? [] : data);
        if (reply.End != UsbEnd.Done)
        {
            Check();
            throw new UsbException(UsbFault.Stall, $"{_name}: request 0x{setup.Request:x2} was stalled.");
        }

        if (isIn) reply.Data.CopyTo(data);
        return isIn ? reply.Data.Length : data.Length;
    }

    /// <inheritdoc/>
    public int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit)
    {
        Check();
        return _device.Out(endpoint.Address, data) == UsbEnd.Done ? data.Length : throw new UsbException(UsbFault.Stall, $"{_name}: endpoint 0x{endpoint.Address:x2} stalled.");
    }

    /// <inheritdoc/>
    public int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit)
    {
        Check();
        if (_device.In(endpoint.Address, data.Length) is not { } reply)
        {
            _pass(limit);
            throw new UsbException(UsbFault.Timeout, $"{_name}: endpoint 0x{endpoint.Address:x2} has nothing to send.");
        }

        if (reply.End != UsbEnd.Done) throw new UsbException(UsbFault.Stall, $"{_name}: endpoint 0x{endpoint.Address:x2} stalled.");
        reply.Data.CopyTo(data);
        return reply.Data.Length;
    }

    /// <inheritdoc/>
    public void ClearHalt(UsbEndpoint endpoint) => Control(new UsbSetup(2, 1, 0, endpoint.Address), [], Frame);

    /// <inheritdoc/>
    public void Dispose() => _closed = true;

    private void Check()
    {
        _pass(Frame);
        if (_closed || _device.IsGone || !_hasPower()) throw new UsbException(UsbFault.Gone, $"{_name}: the device is gone.");
    }
}
