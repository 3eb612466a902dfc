// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text.Json;

namespace Appliance.Jobs.Records;

/// <summary>
/// From the bytes of a line to its values, trusting nothing. One for each journal that is read: it remembers the texts of the line before, most of
/// which come again in the next one. A journal of a million records has fifteen million lines.
/// </summary>
internal sealed class JournalLineDecoder
{
    /// <summary>Kinds of lines, those that come most first.</summary>
    private static readonly string[] Kinds =
    [
        JournalEvent.Stage, JournalEvent.JobStarted, JournalEvent.JobFinished, JournalEvent.Plan, JournalEvent.Probe, JournalEvent.Target, JournalEvent.Evidence,
        JournalEvent.SerialReserved, JournalEvent.SerialCommitted,
    ];

    private readonly LineHash hashes = new();

    private string clockWord = string.Empty;
    private string boot = string.Empty;
    private string record = string.Empty;
    private string hash = JournalWords.NoHash;

    /// <summary>Takes a line apart, or says what is wrong with it.</summary>
    /// <param name="bytes">The line without its line feed. The body of the result is a piece of them.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="problem">What is wrong, null when nothing is.</param>
    public JournalLine? Decode(ReadOnlyMemory<byte> bytes, JournalPlace place, out JournalBreak? problem)
    {
        problem = CheckSum(bytes.Span, place);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            return Parse(bytes, place);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            problem = new JournalBreak(place, JournalFault.Format, "not a journal line: " + e.Message);
            return null;
        }
    }

    private static JournalBreak? CheckSum(ReadOnlySpan<byte> line, JournalPlace place)
    {
        var split = line.Length - JournalLineEncoder.SuffixLength;
        if (split < 1 || !line[split..].StartsWith(",\"crc\":\""u8) || !line.EndsWith("\"}"u8)
            || line[(split + 8)..(split + 16)].ContainsAnyExcept("0123456789abcdef"u8))
        {
            return new JournalBreak(place, JournalFault.Format, "the line does not end with its checksum");
        }

        _ = Utf8Parser.TryParse(line[(split + 8)..(split + 16)], out uint written, out _, 'x');
        var found = Crc32C.Of(line[..split]);
        return written == found
            ? null
            : new JournalBreak(place, JournalFault.Checksum, FormattableString.Invariant($"CRC-32C written {written:x8}, computed {found:x8}"));
    }

    private JournalLine Parse(ReadOnlyMemory<byte> bytes, JournalPlace place)
    {
        // The writer puts every member in its place, without spaces; only the body has a shape of its own.
        var rest = new LineCursor(bytes.Span[..^JournalLineEncoder.SuffixLength]);
        rest.Take("{\"seq\":"u8);
        var sequence = rest.Number();
        rest.Take(",\"utc\":\""u8);
        if (!JournalWords.TryUtc(rest.Bytes(JournalWords.UtcLength), out var utc))
        {
            throw new JsonException("expected a UTC time");
        }

        rest.Take("\",\"clock\":"u8);
        clockWord = rest.Text(clockWord);
        if (!JournalWords.TryClock(clockWord, out var clock))
        {
            throw new JsonException("expected a clock quality");
        }

        rest.Take(",\"boot\":"u8);
        boot = rest.Text(boot);
        rest.Take(",\"record\":"u8);
        record = rest.Text(record);
        rest.Take(",\"event\":"u8);
        var kind = rest.Text(Kinds);
        rest.Take(",\"flushed\":"u8);
        var flushed = rest.Number();
        rest.Take(",\"body\":"u8);
        var start = rest.At;
        var body = bytes[start..(start + rest.Object())];
        rest.Take(",\"prev\":"u8);
        var previous = rest.Text(hash);
        rest.End();
        hash = hashes.Of(bytes.Span);
        return new JournalLine(sequence, utc, clock, boot, record, kind, flushed, body, previous, hash, place);
    }
}
