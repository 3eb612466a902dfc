// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text.Json;

namespace Appliance.Jobs.Records;

/// <summary>From the bytes of a line to its values, trusting nothing.</summary>
internal static class JournalLineDecoder
{
    /// <summary>Takes a line apart, or says what is wrong with it.</summary>
    /// <param name="bytes">The line without its line feed.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="problem">What is wrong, null when nothing is.</param>
    public static JournalLine? Decode(ReadOnlyMemory<byte> bytes, JournalPlace place, out JournalBreak? problem)
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

    private static JournalLine Parse(ReadOnlyMemory<byte> bytes, JournalPlace place)
    {
        var json = new Utf8JsonReader(bytes.Span);
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject, "{");
        var sequence = Number(ref json, "seq"u8);
        Expect(JournalWords.TryUtc(Text(ref json, "utc"u8), out var utc), "a UTC time");
        Expect(JournalWords.TryClock(Text(ref json, "clock"u8), out var clock), "a clock quality");
        var boot = Text(ref json, "boot"u8);
        var record = Text(ref json, "record"u8);
        var kind = Text(ref json, "event"u8);
        var flushed = Number(ref json, "flushed"u8);
        var body = Object(ref json, bytes, "body"u8);
        var previous = Text(ref json, "prev"u8);
        _ = Text(ref json, "crc"u8);
        Expect(json.Read() && json.TokenType == JsonTokenType.EndObject && !json.Read(), "the end of the line");
        return new JournalLine(
            sequence, utc, clock, boot, record, kind, flushed, body, previous, JournalLineEncoder.Hash(bytes.Span), place);
    }

    private static void Value(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        Expect(json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(name), System.Text.Encoding.UTF8.GetString(name));
        Expect(json.Read(), "a value");
    }

    private static long Number(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        Value(ref json, name);
        return json.GetInt64();
    }

    private static string Text(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        Value(ref json, name);
        Expect(json.TokenType == JsonTokenType.String, "a text");
        return json.GetString()!;
    }

    private static ReadOnlyMemory<byte> Object(ref Utf8JsonReader json, ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> name)
    {
        Value(ref json, name);
        Expect(json.TokenType == JsonTokenType.StartObject, "an object");
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return bytes[start..(int)json.BytesConsumed];
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new JsonException($"expected {what}");
        }
    }
}
