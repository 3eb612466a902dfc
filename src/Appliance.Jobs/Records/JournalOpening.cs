// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>What an opening found and did.</summary>
/// <param name="Session">Number of the session that began.</param>
/// <param name="TornBytes">Bytes cut from the end; 0 when it was whole.</param>
/// <param name="TornFile">File in the journal's folder they were moved to, empty when there were none.</param>
/// <param name="Interrupted">Records that were open and are now recorded as interrupted.</param>
public sealed record JournalOpeningReport(int Session, long TornBytes, string TornFile, IReadOnlyList<string> Interrupted)
{
    /// <summary>What was found, as a sentence or two; empty when all was well.</summary>
    public override string ToString()
    {
        var torn = TornBytes == 0
            ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"{TornBytes} unfinished bytes at the end of the journal were moved to {TornFile}.");
        var interrupted = Interrupted.Count == 0 ? string.Empty : $"Recorded as interrupted: {string.Join(", ", Interrupted)}.";
        return $"{torn} {interrupted}".Trim();
    }
}

/// <summary>Finds the end of a journal before anything is written to it.</summary>
internal sealed class JournalOpening
{
    private readonly IDurableFolder folder;

    private JournalOpening(IDurableFolder folder, ChainPosition end, TornTail? torn, JournalTally tally)
    {
        this.folder = folder;
        End = end;
        Torn = torn;
        Tally = tally;
    }

    public ChainPosition End { get; }

    public TornTail? Torn { get; }

    public JournalTally Tally { get; }

    /// <summary>Name of the file the torn tail was moved to; empty when there was none.</summary>
    public string TornFile { get; private set; } = string.Empty;

    /// <summary>
    /// Checks the last two segments with the link between them (older ones are the verifier's work, so that opening takes the same time
    /// after years) and touches nothing.
    /// </summary>
    /// <exception cref="RecordException">The chain is broken.</exception>
    public static JournalOpening Look(IDurableFolder folder)
    {
        var segments = JournalSegments.List(folder);
        var start = JournalStart.Of(folder);
        Refuse(JournalSegments.Gap(segments, start.Segment));
        var from = segments.Count <= 2 ? start.Position : new ChainPosition(segments[^2], 0, 0, 0, null);
        var tally = new JournalTally();
        using var scanner = new JournalScanner(folder, from);
        while (scanner.Next() is { } line)
        {
            tally.Read(line);
        }

        Refuse(scanner.Break);
        return new JournalOpening(folder, scanner.Position, scanner.Torn, tally);
    }

    /// <summary>Moves the torn tail into a file of its own and cuts it off. Repeats itself harmlessly after a power cut.</summary>
    public void CutTorn(IDurableFile segment)
    {
        if (Torn is null)
        {
            return;
        }

        var bytes = ReadTail();
        var name = string.Create(CultureInfo.InvariantCulture, $"torn-{End.Sequence + 1:D10}-{Crc32C.Of(bytes):x8}.bin");
        folder.Replace(name, bytes);
        segment.Truncate(End.Offset);
        TornFile = name;
    }

    private byte[] ReadTail()
    {
        using var stream = folder.OpenRead(JournalSegments.Name(End.Segment))!;
        _ = stream.Seek(End.Offset, SeekOrigin.Begin);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static void Refuse(JournalBreak? found)
    {
        if (found is not null)
        {
            throw new RecordException(RecordCause.ChainBroken, $"The journal is damaged at {found}.", found);
        }
    }
}
