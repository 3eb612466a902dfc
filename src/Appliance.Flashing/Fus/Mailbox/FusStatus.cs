// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Mailbox;

/// <summary>What FUS_GET_STATE tells: a state and an error (AN5185 section 5.3; STM32CubeWB, <c>shci.h</c>).</summary>
/// <param name="State">0 idle, 0x10 to 0x3F at work, 0xFF error or not running.</param>
/// <param name="Error">Error code; 0 also where the answer has none.</param>
public readonly record struct FusStatus(byte State, byte Error)
{
    /// <summary>Error code of a stack that is asked for the state of FUS.</summary>
    public const byte NotRunning = 0xFE;

    private const byte Failed = 0xFF;

    /// <summary>FUS waits for a command.</summary>
    public bool IsIdle => State == 0 && Error == 0;

    /// <summary>FUS is in the middle of an operation: no reset, no halt, no loss of power may come now.</summary>
    public bool IsWorking => State is >= 0x10 and <= 0x3F;

    /// <summary>The stack answered, not FUS.</summary>
    public bool IsStack => State == Failed && Error == NotRunning;

    /// <summary>FUS was never initialised: it answers properly after a reset.</summary>
    public bool NeedsReset => State == Failed && Error == Failed;

    /// <summary>An error that ends an operation.</summary>
    public bool IsError => Error is not (0 or NotRunning or Failed) && !IsWorking;

    /// <summary>FUS gave up for a reason that another attempt may not meet: power off in between, erase or write error.</summary>
    public bool IsAborted => Error is 0x05 or 0x06 or 0x07;

    /// <summary>The error in words.</summary>
    public string ErrorText => Error switch
    {
        0x00 => "no error",
        0x01 => "no image found",
        0x02 => "the image is corrupt",
        0x03 => "the image is not authentic",
        0x04 => "not enough space",
        0x05 => "given up, or power off in between",
        0x06 => "erase error",
        0x07 => "write error",
        0x08 => "no signature of ST",
        0x09 => "no signature of the customer",
        0x0A => "the authentication key is locked",
        0x11 => "older than anti-rollback allows, or the same version",
        NotRunning => "FUS does not run",
        _ => "unknown",
    };

    /// <inheritdoc/>
    public override string ToString() => $"state 0x{State:X2}, error 0x{Error:X2} ({ErrorText})";
}
