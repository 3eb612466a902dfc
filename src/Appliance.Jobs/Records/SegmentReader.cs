// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Records;

/// <summary>Some bytes between two line feeds.</summary>
/// <param name="Bytes">The line without its line feed.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Whole">It ends with a line feed and is not longer than a line may be.</param>
internal sealed record RawLine(byte[] Bytes, JournalPlace Place, bool Whole);

/// <summary>Reads a segment line by line in bounded memory, whatever it contains.</summary>
internal sealed class SegmentReader(Stream stream, string name, long offset = 0, long lines = 0) : IDisposable
{
    /// <summary>No line is longer, its line feed included: 1 MiB. The writer keeps to it.</summary>
    public const int MaxLine = 1 << 20;

    private byte[] buffer = new byte[1 << 16];
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
        var line = new RawLine(
            buffer.AsSpan(start, length).ToArray(), new JournalPlace(name, Lines + 1, Offset), feed == 1 && length < MaxLine);
        start += length + feed;
        Offset += length + feed;
        Lines++;
        return line;
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }
}
