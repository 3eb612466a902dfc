// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Images;

/// <summary>What an install address is worked out from. Immutable.</summary>
/// <param name="Image">The image to install.</param>
/// <param name="Device">The device it goes to.</param>
public sealed record InstallRequest(FusImage Image, FusDevice Device)
{
    /// <summary>Secure boundary as read from the chip (SFSA), in pages; null for a device without a stack.</summary>
    public int? Sfsa { get; init; }

    /// <summary>FUS on the chip; null where it is not known.</summary>
    public FusVersion? Fus { get; init; }

    /// <summary>Address the user gives; null for the computed one.</summary>
    public uint? Address { get; init; }

    /// <summary>First address past what must stay of user flash: the end of the application that is kept.</summary>
    public uint KeepBelow { get; init; } = FusDevice.FlashBase;
}

/// <summary>Where an image goes, and every reason why it may not. Immutable.</summary>
/// <param name="Start">Address the image is written to; null when the install is refused.</param>
/// <param name="Computed">Address the rules give, whatever the user gave; null where the image does not fit at all.</param>
/// <param name="Maximum">Highest address the format allows on an empty device.</param>
/// <param name="Refusals">Reasons against it; empty when it may go on.</param>
/// <param name="Warnings">What is odd and harmless.</param>
public sealed record InstallAddress(
    uint? Start, uint? Computed, uint Maximum, IReadOnlyList<InstallRefusal> Refusals, IReadOnlyList<string> Warnings);

/// <summary>One reason against an install.</summary>
/// <param name="Reason">Which rule.</param>
/// <param name="Message">What was expected and what was found, in one sentence.</param>
public sealed record InstallRefusal(InstallRule Reason, string Message);

/// <summary>Rules of an install.</summary>
public enum InstallRule
{
    /// <summary>The address is at the start of a page.</summary>
    PageAligned,

    /// <summary>The pages of the footer hold the file.</summary>
    PagesHoldFile,

    /// <summary>The file was made for this family.</summary>
    Family,

    /// <summary>The address is not above the computed one.</summary>
    AtMostComputed,

    /// <summary>The image leaves what is to be kept alone.</summary>
    AboveKept,

    /// <summary>The FUS on the chip installs this image.</summary>
    FusVersion,

    /// <summary>The secure boundary read from the chip makes sense.</summary>
    Boundary,

    /// <summary>FUS before 1.2.0 takes a stack only where none is.</summary>
    DeleteFirst,

    /// <summary>FUS 1.0.1 goes to parts with 1 MB alone.</summary>
    Fus101,
}
