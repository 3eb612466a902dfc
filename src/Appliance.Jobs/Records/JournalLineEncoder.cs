// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Appliance.Ports.Host;

namespace Appliance.Jobs.Records;

/// <summary>What stands in a line besides its body.</summary>
internal readonly record struct JournalHead(
    long Sequence, DateTimeOffset Utc, ClockQuality Clock, string Boot, string Record, string Event, long Flushed, string Previous);

/// <summary>From values to the bytes of a line. The format is written down in README.md of this folder. One for each writer: it keeps its buffers.</summary>
internal sealed class JournalLineEncoder
{
    /// <summary>Lengths of what follows the bytes under the checksum: <c>,"crc":"</c>, eight digits, <c>"}</c>.</summary>
    public const int SuffixLength = 18;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly Utf8JsonWriter json;

    public JournalLineEncoder() => json = new Utf8JsonWriter(buffer, Options);

    /// <summary>The line with its line feed; to be used before the next one is made.</summary>
    /// <exception cref="ArgumentException">The body is too long for a line, or is no valid Unicode.</exception>
    public ReadOnlySpan<byte> Encode<T>(JournalHead head, T body, JsonTypeInfo<T> type)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        WriteHead(head);
        json.WritePropertyName("body"u8);
        JsonSerializer.Serialize(json, body, type);
        json.WriteString("prev"u8, head.Previous);
        json.Flush();
        var crc = Crc32C.Of(buffer.WrittenSpan);
        WriteSuffix(buffer.GetSpan(SuffixLength + 1), crc);
        buffer.Advance(SuffixLength + 1);
        return buffer.WrittenCount <= SegmentReader.MaxLine
            ? buffer.WrittenSpan
            : throw new ArgumentException("The body is too long for a journal line.", nameof(body));
    }

    private void WriteHead(JournalHead head)
    {
        Span<byte> utc = stackalloc byte[JournalWords.UtcLength];
        JournalWords.WriteUtc(head.Utc, utc);
        json.WriteStartObject();
        json.WriteNumber("seq"u8, head.Sequence);
        json.WriteString("utc"u8, utc);
        json.WriteString("clock"u8, JournalWords.Clock(head.Clock));
        json.WriteString("boot"u8, head.Boot);
        json.WriteString("record"u8, head.Record);
        json.WriteString("event"u8, head.Event);
        json.WriteNumber("flushed"u8, head.Flushed);
    }

    private static void WriteSuffix(Span<byte> to, uint crc)
    {
        ",\"crc\":\""u8.CopyTo(to);
        _ = Utf8Formatter.TryFormat(crc, to[8..], out _, new StandardFormat('x', 8));
        "\"}\n"u8.CopyTo(to[16..]);
    }
}
