// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.BootLoaders;

/// <summary>What a boot loader did wrong, or did not do.</summary>
public enum BootFault
{
    /// <summary>It did not answer in time.</summary>
    NoAnswer,

    /// <summary>It answered what no boot loader answers here: wrong bytes, too many or too few.</summary>
    Garbled,

    /// <summary>It refused a command: this address, this length, or not while the chip is protected.</summary>
    Refused,

    /// <summary>The chip is read protected: only a few commands are allowed.</summary>
    ReadProtected,
}

/// <summary>The boot loader did not do what it was asked for. The line to it works as far as anyone can tell.</summary>
public sealed class BootLoaderException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="line">Name of the line.</param>
    /// <param name="message">Facts in words.</param>
    /// <param name="address">Address concerned.</param>
    /// <param name="expected">What had to come.</param>
    /// <param name="actual">What came.</param>
    /// <param name="inner">The error below.</param>
    public BootLoaderException(
        BootFault fault, string line, string message, uint? address = null, string? expected = null, string? actual = null, Exception? inner = null)
        : base($"{line}: {message}", inner)
    {
        (Fault, Line, Address, Expected, Actual) = (fault, line, address, expected, actual);
    }

    /// <summary>The cause.</summary>
    public BootFault Fault { get; }

    /// <summary>Name of the line.</summary>
    public string Line { get; }

    /// <summary>Address concerned.</summary>
    public uint? Address { get; }

    /// <summary>What had to come.</summary>
    public string? Expected { get; }

    /// <summary>What came.</summary>
    public string? Actual { get; }
}
