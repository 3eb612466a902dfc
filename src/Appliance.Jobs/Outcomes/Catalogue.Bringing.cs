// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Outcomes;

/// <content>E7xx: what can go wrong while projects are brought by stick or selected, and while records are carried out.</content>
public static partial class Catalogue
{
    /// <summary>No file system, or none that is taken.</summary>
    public static readonly CatalogueEntry StickUnreadable = new(
        "E701", "stick-unreadable", "The stick cannot be read.", "Use a stick with FAT, exFAT or ext4, or another stick.", false);

    /// <summary>Pulled out in the middle.</summary>
    public static readonly CatalogueEntry StickGone = new(
        "E702", "stick-gone", "The stick was pulled out before it was read.", "Nothing was changed. Plug it in again and wait for the lamps.", false);

    /// <summary>No project, no wish for records.</summary>
    public static readonly CatalogueEntry StickEmpty = new(
        "E703", "stick-empty", "There is no project on the stick.", "Copy the project's folder or .zip to the top of the stick.", false);

    /// <summary>Half copied, or spoilt.</summary>
    public static readonly CatalogueEntry ProjectDamaged = new(
        "E704", "project-damaged", "A project on the stick is not whole.", "Copy it to the stick again and eject the stick before you pull it out.", false);

    /// <summary>More than anybody needs.</summary>
    public static readonly CatalogueEntry StickTooMuch = new(
        "E705", "stick-too-much", "There is too much on the stick.", "Leave only what the appliance needs on the stick.", false);

    /// <summary>The appliance's disk is full.</summary>
    public static readonly CatalogueEntry NoRoom = new(
        "E706", "no-room", "The appliance has no room for the project.", "The old project stays. Tell the line engineer to remove old projects.", false);

    /// <summary>The appliance's disk is read-only or fails.</summary>
    public static readonly CatalogueEntry CannotKeep = new(
        "E707", "cannot-keep", "The appliance cannot keep the project.", "The old project stays. Call the line engineer: its disk has trouble.", false);

    /// <summary>Somebody else brings a project.</summary>
    public static readonly CatalogueEntry ImportRuns = new(
        "E708", "import-runs", "Another project is being brought in.", "Wait a moment, then plug the stick in again.", true);

    /// <summary>Nobody said which one.</summary>
    public static readonly CatalogueEntry SeveralProjects = new(
        "E709", "several-projects", "Several projects were taken in and none was selected.", "The old project stays. Select one, or name it in appliance-select.txt.", false);

    /// <summary>The list file names nothing.</summary>
    public static readonly CatalogueEntry StickListWrong = new(
        "E710", "stick-list-wrong", "The list on the stick names a project that is not there.", "The old project stays. Correct appliance-select.txt.", false);

    /// <summary>The wish cannot be read.</summary>
    public static readonly CatalogueEntry ExportUnclear = new(
        "E711", "export-unclear", "The wish for records on the stick has a mistake.", "Correct appliance-export.txt on the stick.", false);

    /// <summary>Write protected, full, or no right.</summary>
    public static readonly CatalogueEntry StickNotWritable = new(
        "E712", "stick-not-writable", "Records cannot be written to the stick.", "Use a stick that is not write-protected and has room.", false);

    /// <summary>The records themselves cannot be read.</summary>
    public static readonly CatalogueEntry ExportFailed = new(
        "E713", "export-failed", "The records cannot be read.", "Call the line engineer: the record journal is damaged.", false);

    /// <summary>No project, or several, of what was scanned.</summary>
    public static readonly CatalogueEntry CodeUnknown = new(
        "E714", "code-unknown", "No project here has the code that was scanned.", "The old project stays. Check the label, or bring the project.", false);

    /// <summary>The number is not in the table, or its project is not here.</summary>
    public static readonly CatalogueEntry SwitchesUnknown = new(
        "E715", "switches-unknown", "The selection switches name no project.", "The old project stays. Set the switches again, or call the line engineer.", false);

    /// <summary>Not now.</summary>
    public static readonly CatalogueEntry JobRuns = new(
        "E716", "job-runs", "No project is selected while a board is programmed.", "Wait until the board is done, then scan again.", true);

    /// <summary>The scanner is not there.</summary>
    public static readonly CatalogueEntry ScannerLost = new(
        "E717", "scanner-lost", "The barcode scanner does not answer.", "Plug the scanner in again.", true);

    /// <summary>Anybody can put a stick in.</summary>
    public static readonly CatalogueEntry SetUpDone = new(
        "E718", "set-up-done", "The appliance is set up already.", "Erase the set-up file on the stick. A new password is set on the page or on the boot partition.", false);

    /// <summary>The set-up file has a mistake.</summary>
    public static readonly CatalogueEntry SetUpWrong = new(
        "E719", "set-up-wrong", "The set-up file on the stick has a mistake.", "Correct appliance-setup.yaml on the stick.", false);

    /// <summary>The password cannot be written.</summary>
    public static readonly CatalogueEntry SetUpNotKept = new(
        "E720", "set-up-not-kept", "The appliance cannot keep its set-up.", "Call the line engineer: its disk has trouble.", false);
}
