// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.I2c;

/// <summary>Why an I2C device could not be used.</summary>
public enum I2cFault
{
    /// <summary>No such bus.</summary>
    NotFound,

    /// <summary>A driver of the kernel has the device.</summary>
    Busy,

    /// <summary>This user may not use the bus.</summary>
    NoAccess,

    /// <summary>The device does not acknowledge: unplugged, without supply, or another address.</summary>
    NoAnswer,

    /// <summary>Anything else the system said: a bus held low, lost arbitration, a time limit.</summary>
    Failed,
}

/// <summary>An I2C device could not be used.</summary>
public sealed class I2cException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">One sentence that names bus and device.</param>
    /// <param name="inner">The error below.</param>
    public I2cException(I2cFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>Why.</summary>
    public I2cFault Fault { get; }
}
