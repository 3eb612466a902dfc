// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;

namespace Appliance.Simulation.Usb;

/// <summary>How a transfer ended for the host.</summary>
public enum UsbEnd
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>The endpoint halted, or the request is not known.</summary>
    Stall,

    /// <summary>The device sent more than the host had room for.</summary>
    Babble,
}

/// <summary>What the device did with a transfer.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Data">What it sent.</param>
public readonly record struct UsbReply(UsbEnd End, byte[] Data)
{
    /// <summary>Refused.</summary>
    public static UsbReply Stalled { get; } = new(UsbEnd.Stall, []);

    /// <summary>Done.</summary>
    public static UsbReply Sent(params byte[] data) => new(UsbEnd.Done, data);
}

/// <summary>What stands behind the endpoints of a simulated USB device. One call at a time.</summary>
internal interface IUsbFunction
{
    /// <summary>Whether it went away from the bus by itself.</summary>
    bool IsGone => false;

    /// <summary>Plugged in, or the bus was reset.</summary>
    void Reset();

    /// <summary>Another alternate setting was chosen.</summary>
    void Select(byte number, byte alternate)
    {
        // Most have but one.
    }

    /// <summary>Takes one transfer.</summary>
    UsbEnd Out(byte endpoint, ReadOnlySpan<byte> data);

    /// <summary>Gives one transfer of at most so many bytes; null while there is nothing to send.</summary>
    UsbReply? In(byte endpoint, int room);

    /// <summary>A class or vendor request.</summary>
    /// <param name="setup">What is asked.</param>
    /// <param name="length">wLength: bytes that follow, or that there is room for.</param>
    /// <param name="data">What follows, of an OUT request.</param>
    UsbReply Control(UsbSetup setup, int length, ReadOnlySpan<byte> data);
}
