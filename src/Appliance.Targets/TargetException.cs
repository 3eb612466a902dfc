// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets;

/// <summary>What the target refused or failed to do.</summary>
public enum TargetFault
{
    /// <summary>A memory access was answered by a bus fault.</summary>
    MemoryFault,

    /// <summary>A memory access was not finished before its deadline.</summary>
    MemoryStalled,

    /// <summary>The core did not halt.</summary>
    NoHalt,

    /// <summary>The core did not come out of reset, or did not enter it.</summary>
    NoReset,

    /// <summary>nRESET goes low again and again without anybody here pulling it, or the core keeps reporting resets.</summary>
    ResetLoop,

    /// <summary>The core was reset once while it was worked on, and nobody here did it.</summary>
    UnexpectedReset,

    /// <summary>A core register could not be transferred.</summary>
    NoRegister,

    /// <summary>No access port or core where the standard says one must be.</summary>
    NoCore,

    /// <summary>The supply of the chip broke down for a moment: a power-on reset nobody here asked for.</summary>
    SupplySag,

    /// <summary>nRESET was pulled low, and the core was not reset.</summary>
    ResetNotConnected,

    /// <summary>The debug port answers only while nRESET is low: the chip sleeps, or its firmware took the pins.</summary>
    Asleep,

    /// <summary>The chip is not the one that was asked for.</summary>
    WrongChip,

    /// <summary>The chip is not in the chip data.</summary>
    UnknownChip,

    /// <summary>Read protection keeps the debugger out.</summary>
    ReadProtected,

    /// <summary>Read protection of level 2: nobody gets in any more.</summary>
    Sealed,
}

/// <summary>The target was reached, and something on it is not as it must be.</summary>
public sealed class TargetException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="message">Facts in words.</param>
    /// <param name="address">Address of the access, where there was one.</param>
    /// <param name="expected">What had to be there.</param>
    /// <param name="actual">What was seen.</param>
    /// <param name="inner">The error below.</param>
    public TargetException(
        TargetFault fault, string message, uint? address = null, string? expected = null, string? actual = null, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        Address = address;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The cause.</summary>
    public TargetFault Fault { get; }

    /// <summary>Address of the access, where there was one.</summary>
    public uint? Address { get; }

    /// <summary>What had to be there.</summary>
    public string? Expected { get; }

    /// <summary>What was seen.</summary>
    public string? Actual { get; }
}
