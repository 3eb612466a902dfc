// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>A job that began and has no verdict yet.</summary>
/// <param name="Record">Its id.</param>
/// <param name="Boot">Boot it began in.</param>
/// <param name="LastStage">Last stage that ended, empty when none did.</param>
public sealed record OpenJob(string Record, string Boot, string LastStage);

/// <summary>Body of <see cref="JournalEvent.SegmentOpened"/>: what one has to know of the segments before to go on from here.</summary>
/// <param name="Segment">Number of the segment, from 1.</param>
/// <param name="Session">Number of the session that opened it.</param>
/// <param name="Open">Jobs open at this point.</param>
public sealed record SegmentFacts(int Segment, int Session, IReadOnlyList<OpenJob> Open);

/// <summary>Body of <see cref="JournalEvent.JournalOpened"/>.</summary>
/// <param name="Session">Number of the session it begins, from 1.</param>
/// <param name="Appliance">Name of the appliance.</param>
/// <param name="TornBytes">Bytes cut from the end because no flush had acknowledged them and they are no whole line.</param>
/// <param name="TornFile">File they were moved to, empty when there were none.</param>
public sealed record SessionFacts(int Session, string Appliance, long TornBytes, string TornFile);

/// <summary>Body of <see cref="JournalEvent.JournalClosed"/>.</summary>
/// <param name="Session">Number of the session it ends.</param>
public sealed record SessionEnd(int Session);
