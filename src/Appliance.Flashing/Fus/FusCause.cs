// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Fus;

/// <summary>A cause by its name, and what to do about it: what the FAQ of the ST wiki (STM32WB FUS, section 5) answers, as far as a part can show it.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Text">What it is, in a sentence.</param>
/// <param name="Next">What to do.</param>
public sealed record FusCause(string Name, string Text, string Next)
{
    /// <summary>A part as it is delivered.</summary>
    public static FusCause NoStack { get; } = new("no-stack", "The part holds FUS and no wireless stack, as a new one does.", "Install a stack where the application needs one.");

    /// <summary>The 16 KB that FUS 2 keeps.</summary>
    public static FusCause PairingDataKept { get; } = new(
        "pairing-data-kept", "FUS 2 keeps 16 KB below its own flash for pairing data, made by a stack of the new format; the boundary is lower by that.",
        "Install a stack of the legacy format to have them back.");

    /// <summary>C2BOOT is clear.</summary>
    public static FusCause NotStarted { get; } = new(
        "coprocessor-not-started", "Nobody has started the coprocessor: C2BOOT is clear, so the boot loader in ROM did not run.", "Check that nothing holds the core or nRESET, then press PROG again.");

    /// <summary>C2BOOT is set and the table stays empty.</summary>
    public static FusCause NoTable { get; } = new(
        "no-device-table", "The coprocessor was started and does not fill its table in.", "Switch the board's power off and on and press PROG again; put it aside if it stays so.");

    /// <summary>A double bit error of flash.</summary>
    public static FusCause FlashEcc { get; } = new(
        "flash-ecc", "A flash word has a double bit error; the coprocessor cannot run what it holds.", "Put the board aside: its flash is damaged, often by a loss of power in an update.");

    /// <summary>SBRV and SFSA do not fit.</summary>
    public static FusCause BootAddressLost { get; } = new(
        "boot-address-lost", "SBRV points where neither FUS nor the stack is; FUS before 1.2.0 leaves that when a larger stack goes over a smaller one.", "Put the board aside: the chip must be replaced.");

    /// <summary>Option bytes are broken.</summary>
    public static FusCause SafebootForced { get; } = new(
        "safeboot-forced", "Safeboot holds the chip: its option bytes are broken, by a loss of power or an unstable supply.", "Press PROG with an install: Safeboot takes the part back to how it was delivered.");

    /// <summary>The same where Safeboot has no way back.</summary>
    public static FusCause SafebootLocked { get; } = new(
        "safeboot-locked", "Safeboot holds the chip and has not brought it back; one from before FUS 1.1.0 never does.", "Put the board aside: the chip must be replaced.");

    /// <summary>IPCCDBA is not 0.</summary>
    public static FusCause MailboxMoved { get; } = new(
        "mailbox-moved", "The option byte IPCCDBA moves the mailbox; no product is delivered so, and its unit is not documented.", "Have the engineer set IPCCDBA to 0.");

    /// <summary>Option bytes do not match their complements.</summary>
    public static FusCause OptionsTorn { get; } = new(
        "options-torn", "The option bytes do not match their complements, as a cut leaves them while they are stored; the chip counts as protected.",
        "Press PROG with an install: the protection is taken away, which erases user flash.");

    /// <summary>ESE is 0.</summary>
    public static FusCause SecurityOff { get; } = new(
        "security-off", "The security of the coprocessor is off (ESE = 0); FUS does not work on such a part.", "Put the board aside: it is no product part.");

    /// <summary>Rejected for its age, with no stack to compare with.</summary>
    public static FusCause ClosedByAntiRollback { get; } = new(
        "closed-by-anti-rollback", "FUS refuses the version although no stack is there: anti-rollback was activated with a newer stack, or with none at all, and then no stack ever goes in.",
        "Try the newest stack; where that is refused too the chip must be replaced.");

    /// <summary>Rejected for its age.</summary>
    public static FusCause OlderThanAllowed { get; } = new(
        "older-than-allowed", "The image is older than anti-rollback allows, or of the version that is there.", "Take an image as new as the one on the part.");

    /// <summary>Rejected for another signature.</summary>
    public static FusCause NotAuthentic { get; } = new(
        "not-authentic", "FUS cannot authenticate the image: it is for another family, or this FUS does not take it.", "Check file and family; go up to FUS 1.2.0 first.");

    /// <summary>Rejected for its bytes.</summary>
    public static FusCause Corrupt { get; } = new("image-corrupt", "The image is not what was signed.", "Take the file from the release again.");

    /// <summary>Rejected for its place.</summary>
    public static FusCause NoSpace { get; } = new("no-space", "FUS finds too little room where the image is.", "Take the computed address, or delete the stack first.");

    /// <summary>Every cause.</summary>
    public static IReadOnlyList<FusCause> All { get; } =
    [
        NoStack, PairingDataKept, NotStarted, NoTable, FlashEcc, BootAddressLost, SafebootForced, SafebootLocked, MailboxMoved, OptionsTorn, SecurityOff, ClosedByAntiRollback, OlderThanAllowed,
        NotAuthentic, Corrupt, NoSpace,
    ];

    /// <summary>What is to be said of a part that is sound.</summary>
    public static IReadOnlyList<FusCause> Notes(FusSituation situation, FusDevice device) => situation switch
    {
        { Stack: not null } => [],
        _ when situation.Boundary < device.UserPages => [NoStack, PairingDataKept],
        _ => [NoStack],
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Text} {Next}";
}
