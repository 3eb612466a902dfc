// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Host;

namespace Appliance.Jobs.Records;

/// <summary>One line of the journal, checked and taken apart.</summary>
/// <param name="Sequence">Number of the line in the journal, from 1, never skipped.</param>
/// <param name="Utc">Wall clock when it was written.</param>
/// <param name="Clock">How good that clock was.</param>
/// <param name="Boot">Boot of the machine.</param>
/// <param name="Record">Id of the record it belongs to, empty for lines of the journal itself.</param>
/// <param name="Event">Kind, see <see cref="JournalEvent"/>.</param>
/// <param name="Flushed">Sequence of the last line known to be on the disk when this one was written.</param>
/// <param name="Body">UTF-8 JSON object of this kind.</param>
/// <param name="Previous">SHA-256 of the line before, lower-case hex.</param>
/// <param name="Hash">SHA-256 of this line without its line feed, lower-case hex.</param>
/// <param name="Place">Where it stands.</param>
public sealed record JournalLine(
    long Sequence, DateTimeOffset Utc, ClockQuality Clock, string Boot, string Record, string Event, long Flushed,
    ReadOnlyMemory<byte> Body, string Previous, string Hash, JournalPlace Place);
