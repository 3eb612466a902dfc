// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>How far a chain has been followed.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="Offset">Offset in it of the next line.</param>
/// <param name="Lines">Lines of it before that.</param>
/// <param name="Sequence">Sequence of the last line.</param>
/// <param name="Hash">Hash of the last line; null: take what the next line says (its link is not checked).</param>
internal readonly record struct ChainPosition(int Segment, long Offset, long Lines, long Sequence, string? Hash)
{
    public static ChainPosition Start { get; } = new(1, 0, 0, 0, JournalWords.NoHash);
}

/// <summary>
/// Follows the chain line by line and stops where it ends: at the last line, at a torn tail, or at a break. Bytes that are no line are a
/// torn tail when they are in the last segment and no whole line after them says that they were flushed; else the chain is broken.
/// </summary>
internal sealed class JournalScanner : IDisposable
{
    private readonly IDurableFolder folder;
    private readonly IReadOnlyList<int> segments;
    private readonly JournalLineDecoder decoder = new();
    private SegmentReader? reader;

    public JournalScanner(IDurableFolder folder, ChainPosition from)
    {
        this.folder = folder;
        segments = JournalSegments.List(folder);
        Position = from;
    }

    /// <summary>Where the last good line ends.</summary>
    public ChainPosition Position { get; private set; }

    public JournalBreak? Break { get; private set; }

    public TornTail? Torn { get; private set; }

    private bool InLastSegment => segments.Count == 0 || Position.Segment >= segments[^1];

    /// <summary>The next good line, or null at the end of what is good.</summary>
    public JournalLine? Next()
    {
        while (Break is null && Torn is null && OpenSegment())
        {
            if (reader!.Next() is { } raw)
            {
                return Check(raw);
            }

            if (InLastSegment)
            {
                return null;
            }

            NextSegment();
        }

        return null;
    }

    public void Dispose() => reader?.Dispose();

    private bool OpenSegment()
    {
        if (reader is not null)
        {
            return true;
        }

        var name = JournalSegments.Name(Position.Segment);
        if (folder.OpenRead(name) is { } stream)
        {
            _ = stream.Seek(Position.Offset, SeekOrigin.Begin);
            reader = new SegmentReader(stream, name, Position.Offset, Position.Lines);
            return true;
        }

        Break = segments.Count > 0 && segments[^1] > Position.Segment ? JournalSegments.Missing(Position.Segment) : null;
        return false;
    }

    private void NextSegment()
    {
        reader!.Dispose();
        reader = null;
        if (Position.Offset == 0)
        {
            var place = new JournalPlace(JournalSegments.Name(Position.Segment), 1, 0);
            Break = new JournalBreak(place, JournalFault.CutShort, "the segment is empty, but another one follows");
            return;
        }

        Position = Position with { Segment = Position.Segment + 1, Offset = 0, Lines = 0 };
    }

    private JournalLine? Check(RawLine raw)
    {
        var problem = raw.Whole ? null : new JournalBreak(raw.Place, JournalFault.CutShort, "the line has no end");
        var line = problem is null ? decoder.Decode(raw.Bytes, raw.Place, out problem) : null;
        if (line is null)
        {
            Judge(problem!);
            return null;
        }

        Break = CheckLink(line);
        if (Break is not null)
        {
            return null;
        }

        Position = new ChainPosition(Position.Segment, reader!.Offset, reader.Lines, line.Sequence, line.Hash);
        return line;
    }

    private JournalBreak? CheckLink(JournalLine line)
    {
        if (Position.Hash is null)
        {
            return null;
        }

        if (line.Sequence != Position.Sequence + 1)
        {
            return new JournalBreak(
                line.Place, JournalFault.Sequence, FormattableString.Invariant($"sequence {Position.Sequence + 1} expected, {line.Sequence} found"));
        }

        return line.Previous == Position.Hash
            ? null
            : new JournalBreak(line.Place, JournalFault.Hash, $"hash of the line before is {Position.Hash}, this line carries {line.Previous}");
    }

    private void Judge(JournalBreak problem)
    {
        if (!InLastSegment || FlushedLater())
        {
            Break = problem;
            return;
        }

        Torn = new TornTail(problem.Place, reader!.Offset - problem.Place.Offset);
    }

    /// <summary>Reads to the end of the segment; true when a whole line there says that the bad one had been flushed.</summary>
    private bool FlushedLater()
    {
        var found = false;
        while (reader!.Next() is { } raw)
        {
            found |= raw.Whole && decoder.Decode(raw.Bytes, raw.Place, out _) is { } line && line.Flushed > Position.Sequence;
        }

        return found;
    }
}
