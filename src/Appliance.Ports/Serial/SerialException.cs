// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Serial;

/// <summary>Why a serial line could not be used.</summary>
public enum SerialFault
{
    /// <summary>There is no such line, or it is no serial line.</summary>
    NotFound,

    /// <summary>Another program has it.</summary>
    Busy,

    /// <summary>This user may not use it.</summary>
    NoAccess,

    /// <summary>It was unplugged.</summary>
    Gone,

    /// <summary>Bytes did not leave in time.</summary>
    Timeout,

    /// <summary>The line cannot do what was asked: this speed, this parity, these outputs.</summary>
    Unsupported,

    /// <summary>Anything else the system said.</summary>
    Failed,
}

/// <summary>A serial line could not be used.</summary>
public sealed class SerialException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="message">One sentence that names the line.</param>
    /// <param name="inner">The error below.</param>
    public SerialException(SerialFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>Why.</summary>
    public SerialFault Fault { get; }
}
