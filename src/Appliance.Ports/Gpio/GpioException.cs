// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Gpio;

/// <summary>Why a GPIO line could not be used.</summary>
public enum GpioFault
{
    /// <summary>No such chip or line.</summary>
    NotFound,

    /// <summary>Another program, or another part of this one, has the line.</summary>
    Busy,

    /// <summary>This user may not use the chip.</summary>
    NoAccess,

    /// <summary>Anything else the system said.</summary>
    Failed,
}

/// <summary>A GPIO line could not be used.</summary>
public sealed class GpioException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">One sentence that names the line.</param>
    /// <param name="inner">The error below.</param>
    public GpioException(GpioFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>Why.</summary>
    public GpioFault Fault { get; }
}
