// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Ports.Usb;

namespace Appliance.Platform.Usb;

/// <summary>From what libusb says (<c>enum libusb_error</c>, libusb.h) to why USB did not do it.</summary>
internal static class UsbFaults
{
    public static UsbFault Of(int error) => error switch
    {
        -3 => UsbFault.NoAccess, // LIBUSB_ERROR_ACCESS
        -4 => UsbFault.Gone, // LIBUSB_ERROR_NO_DEVICE
        -6 => UsbFault.Busy, // LIBUSB_ERROR_BUSY
        -7 => UsbFault.Timeout, // LIBUSB_ERROR_TIMEOUT
        -9 => UsbFault.Stall, // LIBUSB_ERROR_PIPE
        _ => UsbFault.Failed,
    };

    /// <summary>A result that is not negative.</summary>
    /// <exception cref="UsbException">It is an error.</exception>
    public static int Check(int result, string doing, int transferred = 0) =>
        result >= 0 ? result : throw new UsbException(Of(result), $"USB: cannot {doing}: {Text(result)}.", transferred);

    public static UsbException NoLibrary(string library) =>
        new(UsbFault.NoLibrary, $"USB devices cannot be looked for: {library} is missing. Install the package libusb-1.0-0.");

    private static string Text(int error) => Marshal.PtrToStringUTF8(LibUsb.ErrorText(error)) ?? $"error {error}";
}
