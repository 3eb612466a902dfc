// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>Finds the line of the journal that an index reached last.</summary>
internal static class IndexPosition
{
    /// <summary>Where to go on, and why from the start when so.</summary>
    public static (ChainPosition From, string? Rebuild) Find(IDurableFolder folder, IRecordIndex index)
    {
        if (index.LastSequence == 0)
        {
            return (JournalStart.Of(folder).Position, "the index is empty");
        }

        using var scanner = new JournalScanner(folder, SegmentOf(folder, index.LastSequence));
        while (scanner.Next() is { } line)
        {
            if (line.Sequence == index.LastSequence)
            {
                return line.Hash == index.LastHash
                    ? (scanner.Position, null)
                    : (JournalStart.Of(folder).Position, "the index is of another journal");
            }
        }

        return (JournalStart.Of(folder).Position, FormattableString.Invariant($"the index knows line {index.LastSequence}, which the journal does not have"));
    }

    private static ChainPosition SegmentOf(IDurableFolder folder, long sequence)
    {
        foreach (var number in JournalSegments.List(folder).Reverse())
        {
            var start = new ChainPosition(number, 0, 0, 0, null);
            using var scanner = new JournalScanner(folder, start);
            if (scanner.Next() is { } first && first.Sequence <= sequence)
            {
                return number == JournalStart.Of(folder).Segment ? JournalStart.Of(folder).Position : start;
            }
        }

        return JournalStart.Of(folder).Position;
    }
}
