// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Appliance.Ports.Host;

namespace Appliance.Jobs.Records;

/// <summary>What stands in a line besides its body.</summary>
internal sealed record JournalHead(
    long Sequence, DateTimeOffset Utc, ClockQuality Clock, string Boot, string Record, string Event, long Flushed, string Previous);

/// <summary>From values to the bytes of a line. The format is written down in README.md of this folder.</summary>
internal static class JournalLineEncoder
{
    /// <summary>Lengths of what follows the bytes under the checksum: <c>,"crc":"</c>, eight digits, <c>"}</c>.</summary>
    public const int SuffixLength = 18;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its line feed.</summary>
    /// <exception cref="ArgumentException">The body is too long for a line, or is no valid Unicode.</exception>
    public static byte[] Encode<T>(JournalHead head, T body, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            WriteHead(json, head);
            json.WritePropertyName("body"u8);
            JsonSerializer.Serialize(json, body, type);
            json.WriteString("prev"u8, head.Previous);
            json.WriteEndObject();
        }

        var covered = buffer.WrittenSpan[..^1];
        var line = new byte[covered.Length + SuffixLength + 1];
        covered.CopyTo(line);
        WriteSuffix(line.AsSpan(covered.Length), Crc32C.Of(covered));
        return line.Length <= SegmentReader.MaxLine ? line : throw new ArgumentException("The body is too long for a journal line.", nameof(body));
    }

    /// <summary>SHA-256 of a line without its line feed, as the next line carries it.</summary>
    public static string Hash(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    private static void WriteHead(Utf8JsonWriter json, JournalHead head)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, head.Sequence);
        json.WriteString("utc"u8, JournalWords.Utc(head.Utc));
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
