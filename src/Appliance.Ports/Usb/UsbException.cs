// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Usb;

/// <summary>Why USB did not do it.</summary>
public enum UsbFault
{
    /// <summary>The time limit passed.</summary>
    Timeout,

    /// <summary>The device is not, or no longer, attached.</summary>
    Gone,

    /// <summary>The endpoint is halted, or the device does not know the request.</summary>
    Stall,

    /// <summary>This user may not use the device.</summary>
    NoAccess,

    /// <summary>Another program has the interface.</summary>
    Busy,

    /// <summary>The USB library is not installed.</summary>
    NoLibrary,

    /// <summary>Anything else.</summary>
    Failed,
}

/// <summary>USB did not do it.</summary>
public sealed class UsbException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">One sentence: what was being done, and what was said.</param>
    /// <param name="transferred">Bytes moved before it failed.</param>
    /// <param name="inner">The error below.</param>
    public UsbException(UsbFault fault, string message, int transferred = 0, Exception? inner = null)
        : base(message, inner)
    {
        (Fault, Transferred) = (fault, transferred);
    }

    /// <summary>Why.</summary>
    public UsbFault Fault { get; }

    /// <summary>Bytes moved before it failed.</summary>
    public int Transferred { get; }
}
