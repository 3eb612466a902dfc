// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>Kinds of journal lines. A reader skips kinds it does not know.</summary>
public static class JournalEvent
{
    /// <summary>First line of every segment; carries what the segments before left open.</summary>
    public const string SegmentOpened = "segment-opened";

    /// <summary>A process took the journal for writing; begins a session.</summary>
    public const string JournalOpened = "journal-opened";

    /// <summary>The process gave the journal back in order. Vouches for the lines before it.</summary>
    public const string JournalClosed = "journal-closed";

    /// <summary>A job began. First line of a record.</summary>
    public const string JobStarted = "job-started";

    /// <summary>The probe and clock in use; the last one counts.</summary>
    public const string Probe = "probe";

    /// <summary>What the target said about itself.</summary>
    public const string Target = "target";

    /// <summary>What the job is going to do.</summary>
    public const string Plan = "plan";

    /// <summary>A stage ended.</summary>
    public const string Stage = "stage";

    /// <summary>Something read from the target that speaks for PASS.</summary>
    public const string Evidence = "evidence";

    /// <summary>Trouble that did not fail the job.</summary>
    public const string Warning = "warning";

    /// <summary>The job ended with a verdict. Last line of a record but for the end of its serial, which the same flush puts on the disk.</summary>
    public const string JobFinished = "job-finished";

    /// <summary>The job's process or its power went away. Last line of a record, written at the next opening.</summary>
    public const string JobInterrupted = "job-interrupted";

    /// <summary>A serial was given to a board. See <c>Serials/</c> for this and the next four.</summary>
    public const string SerialReserved = "serial-reserved";

    /// <summary>The board carries its serial, proven.</summary>
    public const string SerialCommitted = "serial-committed";

    /// <summary>The board with that serial was not made.</summary>
    public const string SerialVoided = "serial-voided";

    /// <summary>Counters below were given elsewhere.</summary>
    public const string SerialRaised = "serial-raised";

    /// <summary>How many boards may be made in all.</summary>
    public const string SerialLimited = "serial-limited";
}
