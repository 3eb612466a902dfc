// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using LibUsbDotNet;
using UsbException = Appliance.Ports.Usb.UsbException;

namespace Appliance.Adapters.LibUsbDotNet;

/// <summary>From what the library says to why USB did not do it.</summary>
internal static class LibUsbDotNetFaults
{
    /// <summary>Does something; what the library throws comes out as the port's exception.</summary>
    public static T Tell<T>(string doing, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (global::LibUsbDotNet.LibUsb.UsbException refused)
        {
            throw new UsbException(Of(refused.ErrorCode), $"USB: cannot {doing}: {refused.Message}.", 0, refused);
        }
    }

    /// <exception cref="UsbException">It is an error.</exception>
    public static void Check(Error error, string doing, int transferred)
    {
        if (error < Error.Success) throw new UsbException(Of(error), $"USB: cannot {doing}: {error}.", transferred);
    }

    public static UsbFault Of(Error error) => error switch
    {
        Error.Access => UsbFault.NoAccess,
        Error.NoDevice => UsbFault.Gone,
        Error.Busy => UsbFault.Busy,
        Error.Timeout => UsbFault.Timeout,
        Error.Pipe => UsbFault.Stall,
        _ => UsbFault.Failed,
    };
}
