// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Media;

/// <summary>Why a medium did not do what was asked.</summary>
public enum MediumFault
{
    /// <summary>It is not plugged in any more.</summary>
    Gone,

    /// <summary>Its file system is damaged or unknown, or it fails.</summary>
    Unreadable,

    /// <summary>It is write-protected, full, or may not be written.</summary>
    NotWritable,
}

/// <summary>A medium did not do what was asked.</summary>
public sealed class MediumException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="message">Facts in words.</param>
    /// <param name="inner">The error below.</param>
    public MediumException(MediumFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>The cause.</summary>
    public MediumFault Fault { get; }
}
