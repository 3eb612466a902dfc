// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>What a check of the whole journal found.</summary>
/// <param name="Segments">Segments there are.</param>
/// <param name="Lines">Good lines, up to the end or the break, those of removed segments included.</param>
/// <param name="Records">Records among them.</param>
/// <param name="Open">Records without a verdict: the one running now, or those the next opening records as interrupted.</param>
/// <param name="LastHash">Hash of the last good line. Noted elsewhere, it proves later that nothing before it was changed.</param>
/// <param name="Break">Where and why the chain breaks; null when it does not.</param>
/// <param name="Torn">Bytes at the end that are no whole line and that no flush acknowledged; null when there are none.</param>
/// <param name="Removed">Segments that were taken away; the chain goes on from the anchor of the last of them.</param>
public sealed record JournalReport(
    int Segments, long Lines, long Records, IReadOnlyList<string> Open, string LastHash, JournalBreak? Break, TornTail? Torn,
    IReadOnlyList<RemovedSegment>? Removed = null)
{
    /// <summary>Nothing but good lines. With a torn tail alone nothing is lost that was promised: the next opening moves it aside.</summary>
    public bool Intact => Break is null && Torn is null;
}

/// <summary>Proves the chain from the first line to the last. Needs no lock: the journal may be written meanwhile.</summary>
public static class RecordVerifier
{
    /// <summary>Checks every line of every segment.</summary>
    /// <exception cref="IOException">The disk refused to be read.</exception>
    public static JournalReport Verify(IDurableFolder folder, CancellationToken cancel = default)
    {
        var open = new SortedSet<string>(StringComparer.Ordinal);
        var start = JournalStart.Of(folder);
        var records = start.Records;
        using var scanner = new JournalScanner(folder, start.Position);
        while (scanner.Next() is { } line)
        {
            cancel.ThrowIfCancellationRequested();
            if (line.Event == JournalEvent.JobStarted)
            {
                records++;
                _ = open.Add(line.Record);
            }
            else if (line.Event is JournalEvent.JobFinished or JournalEvent.JobInterrupted)
            {
                _ = open.Remove(line.Record);
            }
        }

        var end = scanner.Position;
        var segments = JournalSegments.List(folder).Count;
        return new JournalReport(segments, end.Sequence, records, [.. open], end.Hash ?? JournalWords.NoHash, scanner.Break, scanner.Torn, start.Removed);
    }
}
