// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>Some bytes between two line feeds.</summary>
/// <param name="Bytes">The line without its line feed. They stay as they are, however far the reader goes on.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Whole">It ends with a line feed and is not longer than a line may be.</param>
internal readonly record struct RawLine(ReadOnlyMemory<byte> Bytes, JournalPlace Place, bool Whole);

/// <summary>Reads a segment line by line in bounded memory, whatever it contains. Lines are pieces of the block they were read into, not copies.</summary>
internal sealed class SegmentReader(Stream stream, string name, long offset = 0, long lines = 0) : IDisposable
{
    /// <summary>No line is longer, its line feed included: 1 MiB. The writer keeps to it.</summary>
    public const int MaxLine = 1 << 20;

    /// <summary>Some hundred lines, and below what the collector takes for a large object (85,000 bytes).</summary>
    private const int Block = 1 << 16;

    private byte[] buffer = new byte[Block];
    private int start;
    private int end;

    /// <summary>Offset of the first byte not yet returned.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Lines returned.</summary>
    public long Lines { get; private set; } = lines;

    public RawLine? Next()
    {
        var searched = 0;
        while (true)
        {
            var feed = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                return Take(searched + feed, 1);
            }

            searched = end - start;
            if (searched >= MaxLine)
            {
                return Take(MaxLine, 0);
            }

            if (!Fill())
            {
                return searched == 0 ? null : Take(searched, 0);
            }
        }
    }

    public void Dispose() => stream.Dispose();

    private RawLine Take(int length, int feed)
    {
        var line = new RawLine(buffer.AsMemory(start, length), new JournalPlace(name, Lines + 1, Offset), feed == 1 && length < MaxLine);
        start += length + feed;
        Offset += length + feed;
        Lines++;
        return line;
    }

    /// <summary>Reads on behind what is there; where the block is full, in a new one that begins with the line in hand.</summary>
    private bool Fill()
    {
        if (end == buffer.Length)
        {
            var begun = end - start;
            var next = new byte[Math.Max(Block, begun * 2)];
            buffer.AsSpan(start, begun).CopyTo(next);
            (buffer, start, end) = (next, 0, begun);
        }

        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}
