// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>Why nothing can be recorded.</summary>
public enum RecordCause
{
    /// <summary>No space is left on the disk of the journal.</summary>
    DiskFull,

    /// <summary>The disk of the journal cannot be written.</summary>
    ReadOnly,

    /// <summary>The disk of the journal failed.</summary>
    IoError,

    /// <summary>The journal on the disk is damaged before its last flushed line; see <see cref="RecordException.Break"/>.</summary>
    ChainBroken,

    /// <summary>Another process writes this journal.</summary>
    Locked,
}

/// <summary>The journal cannot be written or read. No job may start, and none may go green, until it has been opened again.</summary>
public sealed class RecordException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="message">Facts in words.</param>
    /// <param name="place">Where the chain is broken.</param>
    /// <param name="inner">The error below.</param>
    public RecordException(RecordCause cause, string message, JournalBreak? place = null, Exception? inner = null)
        : base(message, inner)
    {
        Cause = cause;
        Break = place;
    }

    /// <summary>The cause.</summary>
    public RecordCause Cause { get; }

    /// <summary>Where the chain is broken; null for any other cause.</summary>
    public JournalBreak? Break { get; }
}
