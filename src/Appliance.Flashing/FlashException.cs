// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing;

/// <summary>What went wrong with the flash itself.</summary>
public enum FlashFault
{
    /// <summary>The flash controller did not unlock.</summary>
    NotUnlocked,

    /// <summary>Erase did not finish in its time.</summary>
    EraseTimeout,

    /// <summary>The controller reported an error while erasing.</summary>
    EraseError,

    /// <summary>A cell that must be blank is not.</summary>
    NotBlank,

    /// <summary>Programming did not finish in its time.</summary>
    ProgramTimeout,

    /// <summary>The controller reported an error while programming.</summary>
    ProgramError,

    /// <summary>The controller reported write protection.</summary>
    WriteProtected,

    /// <summary>The target's flash is not what the image says.</summary>
    VerifyMismatch,

    /// <summary>The image does not fit the target.</summary>
    ImageOutside,

    /// <summary>The loader in the target's RAM crashed, hangs, or was fed wrongly.</summary>
    LoaderFailed,

    /// <summary>The loader does not fit the target's RAM.</summary>
    LoaderTooBig,

    /// <summary>The check bits of a flash word are those of no data: it was programmed twice, or broken off.</summary>
    EccError,

    /// <summary>The target's RAM does not hold what is written to it.</summary>
    RamBad,

    /// <summary>A part of the flash that only the chip's own code may read (PCROP) is in the way.</summary>
    CopyProtected,

    /// <summary>The option bytes are not what was stored, or were not stored.</summary>
    OptionMismatch,

    /// <summary>Option bytes do not match their complements: the chip runs on defaults.</summary>
    OptionError,

    /// <summary>This route or chip cannot do what the policy asks for.</summary>
    Unsupported,
}

/// <summary>Erase, program or verify failed.</summary>
public sealed class FlashException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="message">Facts in words.</param>
    /// <param name="address">Address concerned.</param>
    /// <param name="expected">What had to be there.</param>
    /// <param name="actual">What was seen.</param>
    /// <param name="inner">The error below.</param>
    public FlashException(
        FlashFault fault, string message, uint? address = null, string? expected = null, string? actual = null, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        Address = address;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The cause.</summary>
    public FlashFault Fault { get; }

    /// <summary>Address concerned.</summary>
    public uint? Address { get; }

    /// <summary>What had to be there.</summary>
    public string? Expected { get; }

    /// <summary>What was seen.</summary>
    public string? Actual { get; }
}
