// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Serials;

/// <summary>Why no serial number can be given.</summary>
public enum SerialCause
{
    /// <summary>A format, list or patch file says something that cannot be used; nothing was changed.</summary>
    Malformed,

    /// <summary>The range is used up.</summary>
    Exhausted,

    /// <summary>The list of serials or patches is used up.</summary>
    ListUsedUp,

    /// <summary>This board has a serial already, which the format of today cannot make.</summary>
    OutOfRange,

    /// <summary>As many boards as were ordered have been made, or may have been.</summary>
    LimitReached,

    /// <summary>This board has been made already, and the policy is to refuse it.</summary>
    AlreadyDone,

    /// <summary>A board of the same unique id is being made at this moment: two seats, or a chip whose id is not unique.</summary>
    Busy,

    /// <summary>This board has no serial of this ledger.</summary>
    NotGiven,

    /// <summary>The reservation is not open: it was committed or voided before, or belongs to another ledger.</summary>
    NotReserved,
}

/// <summary>No serial number can be given; the board must not be programmed.</summary>
public sealed class SerialException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="message">Facts in words: file, line, expected and found.</param>
    /// <param name="inner">The error below.</param>
    public SerialException(SerialCause cause, string message, Exception? inner = null)
        : base(message, inner) => Cause = cause;

    /// <summary>The cause.</summary>
    public SerialCause Cause { get; }
}
