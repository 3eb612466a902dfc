// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Usb;

/// <summary>A USB device that is attached.</summary>
/// <param name="Path">Where: bus and ports as Linux names them, <c>1-1.4</c>; a root hub is <c>usb1</c>. It stays the same in the same
/// socket, whatever is plugged in elsewhere.</param>
/// <param name="VendorId">idVendor (USB 2.0 §9.6.1).</param>
/// <param name="ProductId">idProduct.</param>
/// <param name="Serial">Serial number string; null where the device has none or it could not be read.</param>
/// <param name="Product">Product string; null likewise.</param>
/// <param name="Trouble">Why strings could not be read; null where they could. Such a device cannot be opened either.</param>
public sealed record UsbDevice(string Path, ushort VendorId, ushort ProductId, string? Serial, string? Product, UsbFault? Trouble);

/// <summary>The USB devices of this machine. Safe from several threads. Nothing is told when something is plugged in: ask again.</summary>
public interface IUsbBus
{
    /// <summary>What is attached now, by path. A machine without USB has nothing attached; that is no error.</summary>
    /// <exception cref="UsbException">The USB library is missing, or the bus cannot be looked at.</exception>
    IReadOnlyList<UsbDevice> List();

    /// <summary>Opens a device.</summary>
    /// <param name="path">Where it is: <see cref="UsbDevice.Path"/>.</param>
    /// <exception cref="UsbException"><see cref="UsbFault.Gone"/> when nothing is there.</exception>
    IUsbLink Open(string path);
}
