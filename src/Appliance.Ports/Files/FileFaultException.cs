// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Files;

/// <summary>Why a disk refused.</summary>
public enum FileFault
{
    /// <summary>The disk failed, or refused for a reason not listed here.</summary>
    IoError,

    /// <summary>No space is left, or the quota is used up.</summary>
    DiskFull,

    /// <summary>The file system is read-only, or the folder may not be written.</summary>
    ReadOnly,

    /// <summary>Another writer, in this process or another one, has the file open.</summary>
    InUse,
}

/// <summary>A durable folder or file refused, with the cause as a closed set.</summary>
public sealed class FileFaultException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="message">Facts in words.</param>
    /// <param name="inner">The error below.</param>
    public FileFaultException(FileFault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
    }

    /// <summary>The cause.</summary>
    public FileFault Fault { get; }
}
