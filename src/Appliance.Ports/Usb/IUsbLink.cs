// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Usb;

/// <summary>How data moves through an endpoint (USB 2.0 §4.7).</summary>
public enum UsbTransfer
{
    /// <summary>Bulk.</summary>
    Bulk,

    /// <summary>Interrupt.</summary>
    Interrupt,
}

/// <summary>One end of a pipe to a device.</summary>
/// <param name="Address">bEndpointAddress (USB 2.0 §9.6.6): bit 7 set for IN.</param>
/// <param name="Transfer">Its kind.</param>
public readonly record struct UsbEndpoint(byte Address, UsbTransfer Transfer)
{
    /// <summary>Whether data comes from the device.</summary>
    public bool IsIn => (Address & 0x80) != 0;
}

/// <summary>The first six bytes of a set-up packet (USB 2.0 §9.3); the length is that of the data.</summary>
/// <param name="RequestType">bmRequestType; bit 7 set when data comes from the device.</param>
/// <param name="Request">bRequest.</param>
/// <param name="Value">wValue.</param>
/// <param name="Index">wIndex.</param>
public readonly record struct UsbSetup(byte RequestType, byte Request, ushort Value, ushort Index);

/// <summary>
/// An open USB device. Life cycle: claim the interfaces that are used → transfer → dispose, which gives interfaces back to the kernel. One
/// thread reads while another writes; otherwise one at a time. Every call ends by its time limit, at least 1 ms.
/// </summary>
public interface IUsbLink : IDisposable
{
    /// <summary>Takes an interface; a kernel driver that has it gives way until it is released.</summary>
    /// <exception cref="UsbException"><see cref="UsbFault.Busy"/> when another program has it.</exception>
    void Claim(byte number);

    /// <summary>A control transfer.</summary>
    /// <param name="setup">What is asked; its bit 7 says which way the data go.</param>
    /// <param name="data">Read or filled.</param>
    /// <param name="limit">Time limit.</param>
    /// <returns>Bytes transferred.</returns>
    /// <exception cref="UsbException">It failed.</exception>
    int Control(UsbSetup setup, Span<byte> data, TimeSpan limit);

    /// <summary>Writes to an OUT endpoint.</summary>
    /// <returns>Bytes the device took: all of them.</returns>
    /// <exception cref="UsbException">It failed; after <see cref="UsbFault.Timeout"/>, <see cref="UsbException.Transferred"/> were taken.</exception>
    int Write(UsbEndpoint endpoint, ReadOnlySpan<byte> data, TimeSpan limit);

    /// <summary>Reads from an IN endpoint until a short packet or until the buffer is full, which must be a multiple of the packet size.</summary>
    /// <returns>Bytes read.</returns>
    /// <exception cref="UsbException">It failed; after <see cref="UsbFault.Timeout"/>, <see cref="UsbException.Transferred"/> are in the buffer.</exception>
    int Read(UsbEndpoint endpoint, Span<byte> data, TimeSpan limit);

    /// <summary>Clears the halt of an endpoint after <see cref="UsbFault.Stall"/>, on both sides.</summary>
    /// <exception cref="UsbException">It failed.</exception>
    void ClearHalt(UsbEndpoint endpoint);
}
