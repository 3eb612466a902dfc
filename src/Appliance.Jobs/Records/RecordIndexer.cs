// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;
using Appliance.Ports.Records;

namespace Appliance.Jobs.Records;

/// <summary>Where an index comes from.</summary>
/// <param name="Open">Opens it, creating it when missing; throws <see cref="RecordIndexException"/> when it is damaged.</param>
/// <param name="Discard">Removes whatever is there of it.</param>
public sealed record RecordIndexSource(Func<IRecordIndex> Open, Action Discard);

/// <summary>What one round of catching up did.</summary>
/// <param name="Lines">Journal lines applied.</param>
/// <param name="Rebuilt">Why the index was built anew; null when it only went on.</param>
public sealed record IndexReport(long Lines, string? Rebuilt);

/// <summary>
/// Keeps an index in step with the journal, and builds it anew when it is missing, damaged, ahead, or of another journal. One thread calls
/// <see cref="CatchUp"/>; any thread may query <see cref="Index"/>.
/// </summary>
public sealed class RecordIndexer(IDurableFolder folder, RecordIndexSource source) : IDisposable
{
    /// <summary>Lines handed on at a time: some sixty records, so that what is on its way is soon let go.</summary>
    private const int ChunkLines = 1000;

    /// <summary>Rows of one transaction of the index: what an index of a million records has to find its place for only once, and a second's work to lose.</summary>
    private const int BatchRows = 5000;

    private volatile IRecordIndex? index;
    private ChainPosition? position;

    /// <summary>The index, as far as it got; null before the first round.</summary>
    public IRecordIndex? Index => index;

    /// <summary>Applies what the journal has and the index has not.</summary>
    /// <param name="through">Last line to apply. A journal that is being written gives the last one that is on the disk: an index that knew more
    /// would have to be built anew after a power cut.</param>
    /// <param name="cancel">Stops at the next line; what was applied stays.</param>
    /// <exception cref="RecordException">The chain is broken; the index shows what comes before.</exception>
    /// <exception cref="RecordIndexException">The index failed again right after it was built anew.</exception>
    public IndexReport CatchUp(long through = long.MaxValue, CancellationToken cancel = default)
    {
        try
        {
            index ??= source.Open();
            var (from, why) = position is { } reached ? (reached, null) : IndexPosition.Find(folder, index);
            return Apply(index, from, why, through, cancel);
        }
        catch (RecordIndexException e)
        {
            return BuildAnew(e.Message, through, cancel);
        }
    }

    /// <summary>Whether an index knows every record of a journal as it is now: a reader of another process may ask it instead of the journal.</summary>
    /// <exception cref="RecordIndexException">The index failed.</exception>
    public static bool IsInStep(IDurableFolder folder, IRecordIndex index)
    {
        var (from, rebuild) = IndexPosition.Find(folder, index);
        if (rebuild is not null)
        {
            return false;
        }

        using var scanner = new JournalScanner(folder, from);
        while (scanner.Next() is { } line)
        {
            if (line.Record.Length > 0)
            {
                return false;
            }
        }

        return scanner.Break is null;
    }

    /// <inheritdoc/>
    public void Dispose() => index?.Dispose();

    private IndexReport BuildAnew(string why, long through, CancellationToken cancel)
    {
        index?.Dispose();
        index = null;
        position = null;
        source.Discard();
        index = source.Open();
        return Apply(index, JournalStart.Of(folder).Position, why, through, cancel);
    }

    private IndexReport Apply(IRecordIndex to, ChainPosition from, string? why, long through, CancellationToken cancel)
    {
        if (why is not null && to.LastSequence != 0)
        {
            to.Clear();
        }

        var batch = new IndexBatch(to);
        long lines = 0;
        using var scanner = new JournalScanner(folder, from);
        foreach (var chunk in LinesAhead.Read(scanner, ChunkLines, through, cancel))
        {
            foreach (var line in chunk.Lines)
            {
                batch.Add(line);
            }

            lines += chunk.Lines.Count;
            position = batch.Rows >= BatchRows ? batch.Apply(chunk.End) : position;
        }

        position = batch.Apply(scanner.Position);
        to.Complete();
        return scanner.Break is null
            ? new IndexReport(lines, why)
            : throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {scanner.Break}.", scanner.Break);
    }
}
