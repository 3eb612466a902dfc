// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Usb;

namespace Appliance.Simulation.Usb;

/// <summary>A pair of endpoints with a simulated probe's own cable behind them. Further endpoints never have anything to send.</summary>
/// <param name="open">Plugs the probe in.</param>
/// <param name="outAddress">The endpoint that takes commands.</param>
/// <param name="inAddress">The endpoint that gives answers.</param>
internal sealed class PipeFunction(Func<IPacketPipe> open, byte outAddress, byte inAddress) : IUsbFunction
{
    /// <summary>The pipe answers at once or not at all; the value is never waited for.</summary>
    private static readonly TimeSpan NoWait = TimeSpan.FromMilliseconds(1);

    private IPacketPipe _pipe = open();

    /// <inheritdoc/>
    public void Reset()
    {
        _pipe.Dispose();
        _pipe = open();
    }

    /// <inheritdoc/>
    public UsbEnd Out(byte endpoint, ReadOnlySpan<byte> data)
    {
        if (endpoint != outAddress) return UsbEnd.Stall;
        try
        {
            _pipe.Write(data, NoWait);
            return UsbEnd.Done;
        }
        catch (PacketException)
        {
            return UsbEnd.Stall;
        }
    }

    /// <inheritdoc/>
    public UsbReply? In(byte endpoint, int room)
    {
        if (endpoint != inAddress) return null;
        var buffer = new byte[room];
        try
        {
            return UsbReply.Sent(buffer[.._pipe.Read(buffer, NoWait)]);
        }
        catch (PacketException none) when (none.Fault == PacketFault.Timeout)
        {
            return null;
        }
        catch (PacketException refused)
        {
            return new UsbReply(refused.Fault == PacketFault.Failed ? UsbEnd.Babble : UsbEnd.Stall, []);
        }
    }

    /// <inheritdoc/>
    public UsbReply Control(UsbSetup setup, int length, ReadOnlySpan<byte> data) => UsbReply.Stalled;
}
