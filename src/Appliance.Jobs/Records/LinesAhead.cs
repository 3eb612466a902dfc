// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;

namespace Appliance.Jobs.Records;

/// <summary>Lines read one after the other, and how far that got.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="End">Where the last of them ends.</param>
internal sealed record LineChunk(IReadOnlyList<JournalLine> Lines, ChainPosition End);

/// <summary>Reads a journal on a thread of its own, some chunks ahead of who uses them: reading and checking takes as long as indexing does.</summary>
internal static class LinesAhead
{
    private const int ChunksAhead = 3;

    /// <summary>The lines in chunks, up to a last one. The scanner is the caller's again when the enumeration has ended.</summary>
    public static IEnumerable<LineChunk> Read(JournalScanner scanner, int chunkLines, long through, CancellationToken cancel)
    {
        // What fits into one chunk, as the lines of the last job, needs no second thread.
        var first = Next(scanner, chunkLines, through, cancel);
        yield return first;
        if (first.Lines.Count < chunkLines)
        {
            yield break;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var queue = new BlockingCollection<LineChunk>(ChunksAhead);
        var reading = Task.Run(() => Fill(queue, scanner, chunkLines, through, stop.Token), CancellationToken.None);
        try
        {
            foreach (var chunk in queue.GetConsumingEnumerable(CancellationToken.None))
            {
                yield return chunk;
            }
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        }

        reading.GetAwaiter().GetResult();
    }

    private static void Fill(BlockingCollection<LineChunk> queue, JournalScanner scanner, int chunkLines, long through, CancellationToken cancel)
    {
        try
        {
            LineChunk chunk;
            do
            {
                chunk = Next(scanner, chunkLines, through, cancel);
                queue.Add(chunk, cancel);
            }
            while (chunk.Lines.Count == chunkLines);
        }
        finally
        {
            queue.CompleteAdding();
        }
    }

    private static LineChunk Next(JournalScanner scanner, int chunkLines, long through, CancellationToken cancel)
    {
        var lines = new List<JournalLine>();
        while (lines.Count < chunkLines && scanner.Position.Sequence < through && scanner.Next() is { } line)
        {
            cancel.ThrowIfCancellationRequested();
            lines.Add(line);
        }

        return new LineChunk(lines, scanner.Position);
    }
}
