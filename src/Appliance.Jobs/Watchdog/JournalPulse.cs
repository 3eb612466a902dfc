// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;

namespace Appliance.Jobs.Watchdog;

/// <summary>
/// The writer of the journal: whoever writes or syncs holds it, so it answers when no disk hangs. A disk that refused has answered too: people
/// are told by the panel, and a restart would not help them.
/// </summary>
public sealed class JournalPulse(RecordJournal journal) : IVitalPart
{
    /// <inheritdoc/>
    public string Name => "journal";

    /// <inheritdoc/>
    public string? Ask()
    {
        _ = journal.FlushedSequence;
        return null;
    }
}
