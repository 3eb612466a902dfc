// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>A segment, for people.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">Sequence of its first line.</param>
/// <param name="FromUtc">Wall clock of its first line.</param>
/// <param name="Closed">Nothing is written to it any more, and opening does not need it: it can be taken away.</param>
public sealed record SegmentInfo(int Number, string Name, long Bytes, long First, DateTimeOffset FromUtc, bool Closed);

/// <summary>Takes old segments of a journal away, copies first. Their anchor stays, so that the chain can be proven across them.</summary>
public static class SegmentStore
{
    /// <summary>Segments that stay: what opening a journal looks at.</summary>
    private const int Kept = 2;

    /// <summary>The segments there are.</summary>
    /// <exception cref="RecordException">One of them does not begin with a line.</exception>
    public static IReadOnlyList<SegmentInfo> List(IDurableFolder folder)
    {
        var numbers = JournalSegments.List(folder);
        return
        [
            .. numbers.Select((number, at) =>
            {
                using var scanner = new JournalScanner(folder, new ChainPosition(number, 0, 0, 0, null));
                var first = scanner.Next();
                Refuse(scanner.Break);
                return new SegmentInfo(
                    number, JournalSegments.Name(number), Length(folder, number), first?.Sequence ?? 0, first?.Utc ?? default, at < numbers.Count - Kept);
            }),
        ];
    }

    /// <summary>
    /// Copies every closed segment to another folder; what is there already and the same is left. An empty folder gets the journal's beginning, too:
    /// the copies are a journal of their own, which can be verified.
    /// </summary>
    /// <returns>How many were copied.</returns>
    /// <exception cref="RecordException">The chain is broken: a copy would pass damage on.</exception>
    public static int Export(IDurableFolder folder, IDurableFolder to)
    {
        Refuse(RecordVerifier.Verify(folder).Break);
        var start = JournalStart.Of(folder);
        string[] beginning = start.Removed.Count > 0 && !to.Names().Any(name => JournalSegments.Number(name) > 0) ? [start.Serials, JournalStart.FileName] : [];
        foreach (var name in beginning)
        {
            to.Replace(name, Read(folder, name));
        }

        var copied = 0;
        foreach (var segment in List(folder).Where(segment => segment.Closed))
        {
            var bytes = Read(folder, segment.Name);
            if (to.Names().Contains(segment.Name) && Read(to, segment.Name).AsSpan().SequenceEqual(bytes))
            {
                continue;
            }

            to.Replace(segment.Name, bytes);
            copied++;
        }

        return copied;
    }

    /// <summary>Deletes closed segments whose copies are byte for byte the same. Nobody may write the journal meanwhile.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="copies">Folder of the copies.</param>
    /// <param name="through">Last segment to delete; null for every closed one.</param>
    /// <returns>What was removed.</returns>
    /// <exception cref="RecordException">The chain is broken, a copy is missing or another one, or the journal is in use; nothing was deleted.</exception>
    public static IReadOnlyList<RemovedSegment> Remove(IDurableFolder folder, IDurableFolder copies, int? through = null)
    {
        using var taken = Take(folder);
        var start = JournalStart.Of(folder);
        var last = through ?? List(folder).LastOrDefault(segment => segment.Closed)?.Number ?? 0;
        if (List(folder).Any(segment => segment.Number <= last && !segment.Closed))
        {
            throw new RecordException(RecordCause.Locked, $"Segment {last} is not closed yet; the last {Kept} stay.");
        }

        var (next, removed) = Follow(folder, start, last);
        foreach (var segment in removed.Where(segment => Sha256(copies, JournalSegments.Name(segment.Segment)) != segment.Sha256))
        {
            throw new RecordException(RecordCause.IoError, $"{JournalSegments.Name(segment.Segment)} has no copy that is the same in {copies.Description}; nothing was removed.");
        }

        if (removed.Count > 0)
        {
            folder.Replace(JournalStart.FileName, JsonSerializer.SerializeToUtf8Bytes(next, RecordJson.Default.JournalStart));
            Sweep(folder);
        }

        return removed;
    }

    /// <summary>Deletes what a removal that was interrupted left behind.</summary>
    internal static void Sweep(IDurableFolder folder)
    {
        var start = JournalStart.Of(folder);
        foreach (var name in folder.Names().Where(name => JournalSegments.Number(name) is > 0 and var number && number < start.Segment))
        {
            folder.Delete(name);
        }

        foreach (var name in folder.Names().Where(name => name.StartsWith(SerialsPrefix, StringComparison.Ordinal) && name != start.Serials))
        {
            folder.Delete(name);
        }
    }

    private const string SerialsPrefix = "serials-";

    private static (JournalStart Next, List<RemovedSegment> Removed) Follow(IDurableFolder folder, JournalStart start, int last)
    {
        var (books, records, removed, lines) = (start.Ledgers(folder), start.Records, new List<RemovedSegment>(), 0L);
        using var scanner = new JournalScanner(folder, start.Position);
        for (var line = scanner.Next(); line is not null && scanner.Position.Segment <= last; line = scanner.Next())
        {
            books.Read(line);
            records += line.Event == JournalEvent.JobStarted ? 1 : 0;
            lines = JournalSegments.Number(line.Place.Segment) == removed.LastOrDefault()?.Segment ? lines + 1 : 1;
            if (lines > 1)
            {
                removed.RemoveAt(removed.Count - 1);
            }

            removed.Add(new RemovedSegment(scanner.Position.Segment, string.Empty, lines, line.Sequence, line.Hash));
        }

        Refuse(scanner.Break);
        removed = [.. removed.Select(segment => segment with { Sha256 = Sha256(folder, JournalSegments.Name(segment.Segment))! })];
        if (removed.Count == 0)
        {
            return (start, removed);
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(books.Copy(), RecordJson.Default.IReadOnlyListLedgerCopy);
        var serials = string.Create(CultureInfo.InvariantCulture, $"{SerialsPrefix}{removed[^1].LastSequence:D12}.json");
        folder.Replace(serials, bytes);
        var next = new JournalStart(
            removed[^1].Segment + 1, removed[^1].LastSequence, removed[^1].LastHash, records, [.. start.Removed, .. removed], serials,
            Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return (next, removed);
    }

    private static IDurableFile Take(IDurableFolder folder)
    {
        try
        {
            return folder.Open(JournalSegments.LockName);
        }
        catch (Exception e) when (RecordFaults.IsDisk(e))
        {
            throw RecordFaults.From(e, "The journal is in use; stop the service first");
        }
    }

    private static long Length(IDurableFolder folder, int number)
    {
        using var stream = folder.OpenRead(JournalSegments.Name(number));
        return stream?.Length ?? 0;
    }

    private static byte[] Read(IDurableFolder folder, string name)
    {
        using var stream = folder.OpenRead(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string? Sha256(IDurableFolder folder, string name)
    {
        using var stream = folder.OpenRead(name);
        return stream is null ? null : Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void Refuse(JournalBreak? found)
    {
        if (found is not null)
        {
            throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {found}.", found);
        }
    }
}
