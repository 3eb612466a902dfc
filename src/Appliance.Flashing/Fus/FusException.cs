// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus;

/// <summary>What went wrong with the coprocessor of an STM32WB.</summary>
public enum FusFault
{
    /// <summary>What is wanted is refused before anything is changed: it would not work, or could cost the part.</summary>
    Refused,

    /// <summary>FUS or the stack does not answer.</summary>
    NoAnswer,

    /// <summary>FUS rejected the image.</summary>
    ImageRejected,

    /// <summary>FUS gave an operation up: a reset or a loss of power came in between.</summary>
    Aborted,

    /// <summary>The operation did not come to its end in its time.</summary>
    Late,

    /// <summary>The chip was reset more often than any operation needs.</summary>
    TooManyResets,

    /// <summary>The operation ended, and what was wanted is not on the chip.</summary>
    NotThere,

    /// <summary>Option bytes were written and read otherwise.</summary>
    OptionBytes,

    /// <summary>FUS did not take a key or a lock.</summary>
    CommandRefused,

    /// <summary>The chip cannot be recovered: its FUS has no way back.</summary>
    Lost,
}

/// <summary>The coprocessor did not do what was wanted.</summary>
/// <param name="fault">The cause.</param>
/// <param name="message">Facts in words.</param>
/// <param name="expected">What had to be.</param>
/// <param name="actual">What was seen.</param>
/// <param name="inner">The error below.</param>
public sealed class FusException(FusFault fault, string message, string expected = "", string actual = "", Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The cause.</summary>
    public FusFault Fault { get; } = fault;

    /// <summary>One with a name of its own.</summary>
    /// <param name="fault">The kind.</param>
    /// <param name="cause">The cause, which gives text and next action.</param>
    /// <param name="expected">What had to be.</param>
    /// <param name="actual">What was seen.</param>
    public FusException(FusFault fault, FusCause cause, string expected = "", string actual = "")
        : this(fault, cause.ToString(), expected, actual) => Cause = cause;

    /// <summary>The cause by its name; null where the message alone tells it.</summary>
    public FusCause? Cause { get; init; }

    /// <summary>What had to be.</summary>
    public string Expected { get; } = expected;

    /// <summary>What was seen.</summary>
    public string Actual { get; } = actual;
}
