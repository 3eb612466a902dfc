// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Outcomes;

/// <summary>
/// The closed catalogue of what can go wrong with a job or with a project on its way to the appliance. E1xx: the project. E2xx: the probe. E3xx: the target could not be reached or controlled.
/// E4xx: it is not the right target, or locked. E5xx: its flash. E6xx: the appliance itself. E7xx: sticks, scanner and selection switches. E8xx: the coprocessor of an STM32WB. A code is never reused for another cause.
/// </summary>
public static partial class Catalogue
{
    /// <summary>Nothing is selected.</summary>
    public static readonly CatalogueEntry NoProject = new(
        "E101", "no-project", "No project is selected.", "Ask the line engineer to select a project, then press PROG again.", false);

    /// <summary>The project has mistakes.</summary>
    public static readonly CatalogueEntry ProjectInvalid = new(
        "E102", "project-invalid", "The project has a mistake.", "Tell the line engineer; 'appliance projects check' lists every mistake.", false);

    /// <summary>A data file cannot be read.</summary>
    public static readonly CatalogueEntry FirmwareInvalid = new(
        "E103", "firmware-invalid", "A firmware file of the project is damaged.", "Tell the line engineer to bring the project again.", false);

    /// <summary>The image does not fit.</summary>
    public static readonly CatalogueEntry ImageOutside = new(
        "E104", "image-outside", "The firmware does not fit this chip.", "Tell the line engineer: image and chip do not match.", false);

    /// <summary>The route cannot do what the project asks for.</summary>
    public static readonly CatalogueEntry Unsupported = new(
        "E105", "unsupported-policy", "This probe or chip cannot do what the project asks for.", "Tell the line engineer to change the project or the probe.",
        false);

    /// <summary>The project names a chip nobody knows.</summary>
    public static readonly CatalogueEntry TargetUnknown = new(
        "E106", "target-unknown", "The project names a chip that is not supported.", "Tell the line engineer; 'appliance targets' lists the chips.", false);

    /// <summary>A signature is required.</summary>
    public static readonly CatalogueEntry SignatureMissing = new(
        "E107", "signature-missing", "The project is not signed.", "Tell the line engineer: this appliance takes signed projects only.", false);

    /// <summary>Signed by a stranger.</summary>
    public static readonly CatalogueEntry SignatureUnknown = new(
        "E108", "signature-unknown", "The project is signed with a key that is not trusted here.", "Tell the line engineer to check the key or to sign again.", false);

    /// <summary>Changed after it was signed.</summary>
    public static readonly CatalogueEntry SignatureWrong = new(
        "E109", "signature-wrong", "The project was changed after it was signed.", "Do not use it. Tell the line engineer to check it and sign again.", false);

    /// <summary>The range of serials is used up.</summary>
    public static readonly CatalogueEntry SerialsUsedUp = new(
        "E110", "serials-used-up", "No serial number is left in the project's range.", "Call the line engineer: the project needs a new range.", false);

    /// <summary>The list of serials is used up.</summary>
    public static readonly CatalogueEntry SerialListUsedUp = new(
        "E111", "serial-list-used-up", "No line is left in the project's list of serials or patches.", "Call the line engineer: the project needs a new list.", false);

    /// <summary>The order is complete.</summary>
    public static readonly CatalogueEntry LimitReached = new(
        "E112", "limit-reached", "All boards of this order are made or were begun.", "Take the board out and call the line engineer.", false);

    /// <summary>The serial of a board does not fit the project.</summary>
    public static readonly CatalogueEntry SerialOutOfRange = new(
        "E113", "serial-out-of-range", "The serial number of this board does not fit the project.", "Put the board aside and call the line engineer.", false);

    /// <summary>No probe is configured or attached.</summary>
    public static readonly CatalogueEntry NoProbe = new(
        "E201", "no-probe", "No probe is connected.", "Plug the probe in, then press PROG again.", false);

    /// <summary>The probe cannot be opened.</summary>
    public static readonly CatalogueEntry ProbeUnavailable = new(
        "E202", "probe-unavailable", "The probe does not answer.", "Unplug the probe, plug it in again, then press PROG.", true);

    /// <summary>The probe went away during the job.</summary>
    public static readonly CatalogueEntry ProbeLost = new(
        "E203", "probe-lost", "The connection to the probe broke during the job.", "Check the probe's cable, then press PROG again.", true);

    /// <summary>More than one attached probe fits what was asked for.</summary>
    public static readonly CatalogueEntry ProbeAmbiguous = new(
        "E204", "probe-ambiguous", "More than one probe is connected.", "Unplug the other probes, or have the line engineer name one in appliance.yaml.", false);

    /// <summary>In the socket of the configured probe there is another one.</summary>
    public static readonly CatalogueEntry ProbeSwapped = new(
        "E205", "probe-swapped", "Another probe is plugged in where this line's probe belongs.", "Plug the right probe in, then press PROG again.", false);

    /// <summary>The attached device is no probe this appliance can use.</summary>
    public static readonly CatalogueEntry ProbeUnusable = new(
        "E206", "probe-unusable", "The connected probe cannot be used.", "Tell the line engineer; 'appliance probes' says why.", false);

    /// <summary>Nobody answers.</summary>
    public static readonly CatalogueEntry NoTarget = new(
        "E301", "no-target", "No board answers.", "Check that the board sits in the fixture and has power, then press PROG again.", true);

    /// <summary>SWDIO is held low.</summary>
    public static readonly CatalogueEntry SwdioStuckLow = new(
        "E302", "swdio-stuck-low", "The data line SWDIO is held low.", "Look for a short of SWDIO to ground on board or fixture.", false);

    /// <summary>SWDIO is held high.</summary>
    public static readonly CatalogueEntry SwdioStuckHigh = new(
        "E303", "swdio-stuck-high", "The data line SWDIO is held high.", "Look for a short of SWDIO to the supply on board or fixture.", false);

    /// <summary>nRESET is held low.</summary>
    public static readonly CatalogueEntry ResetStuckLow = new(
        "E304", "nreset-stuck-low", "The reset line is held low by the board.", "Check that the board has power; then look for a short of nRESET or a stuck reset chip.", false);

    /// <summary>The debug port never gets ready.</summary>
    public static readonly CatalogueEntry WaitForever = new(
        "E305", "wait-forever", "The chip answers but never gets ready.", "Switch the board's power off and on, then press PROG again.", true);

    /// <summary>Bits arrive damaged.</summary>
    public static readonly CatalogueEntry BadSignal = new(
        "E306", "bad-signal", "The signals between probe and chip are disturbed.", "Clean the fixture's contacts and check ground and cable, then press PROG again.",
        true);

    /// <summary>Something keeps resetting the board.</summary>
    public static readonly CatalogueEntry ResetLoop = new(
        "E307", "reset-loop", "Something on the board resets the chip again and again.", "Check the board's supply and its watchdog or reset chip.", false);

    /// <summary>The target went away during the job.</summary>
    public static readonly CatalogueEntry TargetLost = new(
        "E308", "target-lost", "The chip stopped answering during the job.", "Check contacts and supply of the board, then press PROG again.", true);

    /// <summary>Debug power-up is not acknowledged.</summary>
    public static readonly CatalogueEntry PowerUpRefused = new(
        "E309", "debug-power-refused", "The chip does not switch its debug logic on.", "Switch the board's power off and on, then press PROG again.", true);

    /// <summary>The core cannot be stopped.</summary>
    public static readonly CatalogueEntry CoreNotHalting = new(
        "E310", "core-not-halting", "The processor cannot be stopped.", "Connect nRESET to the fixture, then press PROG again.", true);

    /// <summary>A memory access was refused.</summary>
    public static readonly CatalogueEntry MemoryRefused = new(
        "E311", "memory-refused", "The chip refused an access to its memory.", "Press PROG again; if it stays red put the board aside for the engineer.", true);

    /// <summary>No core behind the debug port.</summary>
    public static readonly CatalogueEntry NoCore = new(
        "E312", "no-core", "A debug port answers but no processor is found behind it.", "Check that the right kind of board is in the fixture.", false);

    /// <summary>A reset nobody here asked for.</summary>
    public static readonly CatalogueEntry UnexpectedReset = new(
        "E313", "unexpected-reset", "The chip was reset in the middle of the job.", "Check the board's supply and contacts, then press PROG again.", true);

    /// <summary>No boot loader answers.</summary>
    public static readonly CatalogueEntry BootLoaderSilent = new(
        "E314", "boot-loader-silent", "The chip's boot loader does not answer.", "Check that the board has power and is in boot mode (BOOT0), and the lines to it, then press PROG again.",
        true);

    /// <summary>The boot loader refuses.</summary>
    public static readonly CatalogueEntry BootLoaderRefused = new(
        "E315", "boot-loader-refused", "The chip's boot loader refused a command.", "Press PROG again; if it stays red put the board aside for the engineer.", true);

    /// <summary>The reset line does not reach the chip, and the project needs it.</summary>
    public static readonly CatalogueEntry ResetNotConnected = new(
        "E316", "nreset-not-connected", "The reset line does not reach the chip.", "Check nRESET in the fixture: its contact, and the cable to it.", false);

    /// <summary>The supply broke down for a moment.</summary>
    public static readonly CatalogueEntry SupplySag = new(
        "E317", "supply-sag", "The board's supply broke down in the middle of the job.", "Check the board's supply and its contacts, then press PROG again.", true);

    /// <summary>The chip answers under reset alone.</summary>
    public static readonly CatalogueEntry Asleep = new(
        "E318", "asleep", "The chip sleeps, or its firmware has switched the debug pins off.", "Have the line engineer set \"connect: auto\" in the project.", false);

    /// <summary>VTref is not what the project wants; nothing was tried.</summary>
    public static readonly CatalogueEntry NoTargetVoltage = new(
        "E320", "no-target-voltage", "The board has no supply, or a wrong one.", "Check that the board sits in the fixture and its supply is on, then press PROG again.",
        true);

    /// <summary>The switch or the sense of the supply does not work.</summary>
    public static readonly CatalogueEntry TargetPowerFailed = new(
        "E321", "target-power-failed", "The appliance cannot switch or measure the board's supply.", "Call the line engineer: the record says which part does not work.", false);

    /// <summary>Another chip.</summary>
    public static readonly CatalogueEntry WrongChip = new(
        "E401", "wrong-chip", "The chip on the board is not the one the project is for.", "Check that board and selected project belong together.", false);

    /// <summary>A chip nobody knows.</summary>
    public static readonly CatalogueEntry UnknownChip = new(
        "E402", "unknown-chip", "The chip on the board is not known.", "Check that board and selected project belong together.", false);

    /// <summary>Read protection.</summary>
    public static readonly CatalogueEntry ReadProtected = new(
        "E403", "read-protected", "The chip is read-protected.", "Put the board aside: removing the protection erases it and is the engineer's decision.", false);

    /// <summary>A board that was made before.</summary>
    public static readonly CatalogueEntry AlreadyDone = new(
        "E404", "already-done", "This board was made before.", "Put it with the finished boards: it has its serial number already.", false);

    /// <summary>Two boards with one unique id.</summary>
    public static readonly CatalogueEntry SerialBusy = new(
        "E405", "board-in-work", "A board with the same chip id is being made now.", "Wait until it is done; then press PROG again.", false);

    /// <summary>A board to be verified that carries no serial this appliance knows of.</summary>
    public static readonly CatalogueEntry SerialNotGiven = new(
        "E406", "serial-not-given", "This board was given no serial here: there is nothing to compare it with.",
        "Put the board aside; call the line engineer.", false);

    /// <summary>Read protection of level 2.</summary>
    public static readonly CatalogueEntry Sealed = new(
        "E407", "sealed", "The chip is locked for ever.", "Put the board aside: its chip can never be programmed again.", false);

    /// <summary>The option bytes are damaged.</summary>
    public static readonly CatalogueEntry OptionsDamaged = new(
        "E408", "options-damaged", "The chip's option bytes are damaged, so it counts as protected.",
        "Put the board aside for the engineer: repairing them erases the chip and must be allowed by the project.", false);

    /// <summary>The flash does not unlock.</summary>
    public static readonly CatalogueEntry FlashLocked = new(
        "E501", "flash-locked", "The chip's flash cannot be unlocked.", "Switch the board's power off and on, then press PROG again.", true);

    /// <summary>Erase takes too long.</summary>
    public static readonly CatalogueEntry EraseTimeout = new(
        "E502", "erase-timeout", "Erasing took longer than the chip allows.", "Check the board's supply; the chip may be defective.", true);

    /// <summary>Erase failed.</summary>
    public static readonly CatalogueEntry EraseError = new(
        "E503", "erase-error", "The chip reported an error while erasing.", "Press PROG again; if it stays red the chip may be defective.", true);

    /// <summary>Not blank.</summary>
    public static readonly CatalogueEntry NotBlank = new(
        "E504", "not-blank", "The chip is not empty and the project does not erase it.", "Use an empty board, or ask the line engineer.", false);

    /// <summary>Programming takes too long.</summary>
    public static readonly CatalogueEntry ProgramTimeout = new(
        "E505", "program-timeout", "Programming took longer than the chip allows.", "Check the board's supply; the chip may be defective.", true);

    /// <summary>Programming failed.</summary>
    public static readonly CatalogueEntry ProgramError = new(
        "E506", "program-error", "The chip reported an error while being programmed.", "Press PROG again; if it stays red the chip's flash is defective.", true);

    /// <summary>Write protection.</summary>
    public static readonly CatalogueEntry WriteProtected = new(
        "E507", "write-protected", "The chip's flash is write-protected.", "Put the board aside for the engineer.", false);

    /// <summary>Not what was programmed.</summary>
    public static readonly CatalogueEntry VerifyMismatch = new(
        "E508", "verify-mismatch", "The chip's flash does not hold what was programmed.", "Press PROG again; if it stays red the chip's flash is defective.", true);

    /// <summary>The loader on the target failed.</summary>
    public static readonly CatalogueEntry LoaderFailed = new(
        "E509", "loader-failed", "The flash loader on the chip crashed or hangs.", "Check the board's supply, then press PROG again; the record says where it stopped.",
        true);

    /// <summary>The target's RAM is bad.</summary>
    public static readonly CatalogueEntry RamBad = new(
        "E510", "ram-bad", "The chip's memory does not keep what is written to it.", "Check contacts and supply, then press PROG again; if it stays red the chip is defective.",
        true);

    /// <summary>PCROP.</summary>
    public static readonly CatalogueEntry CopyProtected = new(
        "E511", "copy-protected", "A part of the chip's flash is locked against reading and writing.", "Put the board aside for the engineer.", false);

    /// <summary>The options are not those of the project.</summary>
    public static readonly CatalogueEntry OptionsNotStored = new(
        "E512", "options-not-stored", "The chip did not take the option bytes of the project.", "Press PROG again; if it stays red the chip is defective.", true);

    /// <summary>The loader does not fit.</summary>
    public static readonly CatalogueEntry LoaderTooBig = new(
        "E513", "loader-too-big", "The chip's memory is too small for the flash loader.", "Tell the line engineer: target and chip data do not match.", false);

    /// <summary>A flash word that cannot be read.</summary>
    public static readonly CatalogueEntry EccError = new(
        "E514", "ecc-error", "The chip's flash has a word that cannot be read any more.", "Press PROG again to erase it; if it stays red the chip is defective.", true);

    /// <summary>No record, no job.</summary>
    public static readonly CatalogueEntry CannotRecord = new(
        "E601", "cannot-record", "The appliance cannot keep records.", "Call the line engineer: disk full, read-only or damaged.", false);

    /// <summary>Cancelled.</summary>
    public static readonly CatalogueEntry Cancelled = new(
        "E602", "cancelled", "The job was stopped by a person.", "Program this board again from the start.", false);

    /// <summary>Too long.</summary>
    public static readonly CatalogueEntry TimeLimit = new(
        "E603", "time-limit", "The job took longer than the project allows.", "Press PROG again; if it stays red tell the line engineer.", true);

    /// <summary>Power or process ended.</summary>
    public static readonly CatalogueEntry Interrupted = new(
        "E604", "interrupted", "The appliance was switched off during this job.", "Program this board again from the start.", false);

    /// <summary>appliance.yaml has mistakes.</summary>
    public static readonly CatalogueEntry SettingsInvalid = new(
        "E605", "settings-invalid", "The settings of the appliance have a mistake.", "Call the line engineer: the record lists every mistake in appliance.yaml.", false);

    /// <summary>A tester asked for a phase that proves nothing.</summary>
    public static readonly CatalogueEntry PartOnly = new(
        "E620", "part-only", "Only a part of the job was done, as the tester asked.", "This board is not proven: program it.", false);

    /// <summary>A fault of this program.</summary>
    public static readonly CatalogueEntry Internal = new(
        "E699", "internal-error", "The appliance itself made a mistake.", "Press PROG again and give the record to the maker of the appliance.", false);

    /// <summary>All entries, in order of their codes.</summary>
    public static IReadOnlyList<CatalogueEntry> All =>
    [
        NoProject, ProjectInvalid, FirmwareInvalid, ImageOutside, Unsupported, TargetUnknown, SignatureMissing, SignatureUnknown, SignatureWrong,
        SerialsUsedUp, SerialListUsedUp, LimitReached, SerialOutOfRange,
        NoProbe, ProbeUnavailable, ProbeLost, ProbeAmbiguous, ProbeSwapped, ProbeUnusable,
        NoTarget, SwdioStuckLow, SwdioStuckHigh, ResetStuckLow, WaitForever, BadSignal, ResetLoop, TargetLost, PowerUpRefused, CoreNotHalting,
        MemoryRefused, NoCore, UnexpectedReset, BootLoaderSilent, BootLoaderRefused, ResetNotConnected, SupplySag, Asleep, NoTargetVoltage, TargetPowerFailed,
        WrongChip, UnknownChip, ReadProtected, AlreadyDone, SerialBusy, SerialNotGiven, Sealed, OptionsDamaged,
        FlashLocked, EraseTimeout, EraseError, NotBlank, ProgramTimeout, ProgramError, WriteProtected, VerifyMismatch, LoaderFailed, RamBad, CopyProtected,
        OptionsNotStored, LoaderTooBig, EccError,
        CannotRecord, Cancelled, TimeLimit, Interrupted, SettingsInvalid, PartOnly, Internal,
        StickUnreadable, StickGone, StickEmpty, ProjectDamaged, StickTooMuch, NoRoom, CannotKeep, ImportRuns, SeveralProjects, StickListWrong,
        ExportUnclear, StickNotWritable, ExportFailed, CodeUnknown, SwitchesUnknown, JobRuns, ScannerLost, SetUpDone, SetUpWrong, SetUpNotKept,
        FusRefused, FusSilent, FusImageRejected, FusGaveUp, FusLate, FusResets, FusNotThere, FusOptions, FusLost, FusCommandRefused,
    ];
}
