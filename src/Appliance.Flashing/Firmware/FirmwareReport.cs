// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Appliance.Flashing.Firmware;

/// <summary>What `appliance image` says about a file. Serialises with System.Text.Json to the published object.</summary>
/// <param name="Format">"hex", "srec", "elf", "bin", "uf2" or "mixed".</param>
/// <param name="Entry">Entry point as 0x and eight lower-case hex digits, or null.</param>
/// <param name="Bytes">Data bytes of all segments.</param>
/// <param name="Crc32">CRC-32 of all segment data in address order without gaps, eight lower-case hex digits.</param>
/// <param name="Segments">Segments in address order.</param>
public sealed record FirmwareReport(
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("entry")] string? Entry,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("crc32")] string Crc32,
    [property: JsonPropertyName("segments")] IReadOnlyList<FirmwareSegmentReport> Segments)
{
    /// <summary>Describes an image.</summary>
    public static FirmwareReport Of(FirmwareImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var segments = image.Segments
            .Select(segment => new FirmwareSegmentReport(Address(segment.Address), segment.Length, Hex(image.Crc32Of(segment))));
        return new FirmwareReport(
            image.Format,
            image.EntryPoint is { } entry ? Address(entry) : null,
            image.ByteCount,
            Hex(image.Crc32),
            [.. segments]);
    }

    /// <summary>The published JSON object, on one line.</summary>
    public string ToJson()
    {
        return JsonSerializer.Serialize(this);
    }

    /// <summary>The same for people: a line for the whole, then one for each segment; lines end with LF.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Format}, {Bytes} bytes, crc32 {Crc32}, entry {Entry ?? "none"}\n");
        foreach (var segment in Segments)
            text.Append(CultureInfo.InvariantCulture, $"{segment.Address}  {segment.Length,10} bytes  crc32 {segment.Crc32}\n");
        return text.ToString();
    }

    private static string Address(uint address)
    {
        return "0x" + Hex(address);
    }

    private static string Hex(uint value)
    {
        return value.ToString("x8", CultureInfo.InvariantCulture);
    }
}

/// <summary>One segment of a <see cref="FirmwareReport"/>.</summary>
/// <param name="Address">First address as 0x and eight lower-case hex digits.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Crc32">CRC-32 of its data, eight lower-case hex digits.</param>
public sealed record FirmwareSegmentReport(
    [property: JsonPropertyName("address")] string Address,
    [property: JsonPropertyName("length")] long Length,
    [property: JsonPropertyName("crc32")] string Crc32);
