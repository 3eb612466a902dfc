// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>
/// The state of the chain at one moment, to be kept elsewhere (on paper, in a mail): whoever changes anything before it later, or cuts lines off,
/// cannot make the journal meet it again.
/// </summary>
/// <param name="Count">Lines of the journal.</param>
/// <param name="Hash">SHA-256 of the last of them, lower-case hex.</param>
/// <param name="Records">Records begun.</param>
/// <param name="LastUtc">Wall clock of the last line; null for an empty journal.</param>
public sealed record JournalAnchor(long Count, string Hash, long Records, DateTimeOffset? LastUtc)
{
    /// <summary>Takes the anchor of today, proving the chain on the way.</summary>
    /// <param name="folder">The journal's folder; it may be written meanwhile.</param>
    /// <exception cref="RecordException">The chain is broken: an anchor would vouch for damage.</exception>
    public static JournalAnchor Take(IDurableFolder folder)
    {
        var start = JournalStart.Of(folder);
        var anchor = new JournalAnchor(start.Sequence, start.Hash, start.Records, null);
        foreach (var line in Lines(folder))
        {
            var begun = line.Event == JournalEvent.JobStarted ? 1 : 0;
            anchor = new JournalAnchor(line.Sequence, line.Hash, anchor.Records + begun, line.Utc);
        }

        return anchor;
    }

    /// <summary>Whether the journal still meets an anchor taken before.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="count">Its <see cref="Count"/>.</param>
    /// <param name="hash">Its <see cref="Hash"/>.</param>
    /// <returns>False: something at or before that line was changed, or lines were cut off.</returns>
    /// <exception cref="RecordException">The chain is broken before that line, or the line was removed with its segment.</exception>
    public static bool Meets(IDurableFolder folder, long count, string hash)
    {
        var start = JournalStart.Of(folder);
        var known = start.Removed.Select(segment => (segment.LastSequence, segment.LastHash)).Append((start.Sequence, start.Hash)).Prepend((0, JournalWords.NoHash)).ToList();
        if (count < start.Sequence && known.All(end => end.Item1 != count))
        {
            throw new RecordException(
                RecordCause.IoError, "That line is in a segment that was removed; check the anchor against its copy (--journal FOLDER).");
        }

        var found = known.Any(end => end.Item1 == count) ? known.First(end => end.Item1 == count).Item2 : Lines(folder).FirstOrDefault(line => line.Sequence == count)?.Hash;
        return string.Equals(found, hash, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Which of many anchors a journal does not meet, from one reading of it. Those in segments that were removed count as met: nothing here can tell.</summary>
    /// <exception cref="RecordException">The chain is broken.</exception>
    public static IReadOnlyList<KeptAnchor> NotMet(IDurableFolder folder, IReadOnlyList<KeptAnchor> anchors)
    {
        var removed = JournalStart.Of(folder).Sequence;
        var counts = anchors.Select(anchor => anchor.Count).ToHashSet();
        var found = Lines(folder).Where(line => counts.Contains(line.Sequence)).ToDictionary(line => line.Sequence, line => line.Hash);
        return [.. anchors.Where(anchor => anchor.Count > removed && found.GetValueOrDefault(anchor.Count) != anchor.Hash)];
    }

    private static IEnumerable<JournalLine> Lines(IDurableFolder folder)
    {
        using var scanner = new JournalScanner(folder, JournalStart.Of(folder).Position);
        while (scanner.Next() is { } line)
        {
            yield return line;
        }

        if (scanner.Break is { } found)
        {
            throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {found}.", found);
        }
    }
}
