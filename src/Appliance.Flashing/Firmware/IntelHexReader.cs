// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Flashing.Firmware;

/// <summary>
/// Intel HEX, record types 00 to 05, segmented and linear, mixed as the file likes (Intel, Hexadecimal Object File Format Specification,
/// revision A, 1988). The address field of records other than data is not looked at, as in other readers.
/// </summary>
internal sealed class IntelHexReader
{
    /// <summary>Bytes of a record besides its data: length, address (2), type, check sum.</summary>
    private const int Overhead = 5;

    /// <summary>Bytes of a segment; data that passes its end goes on at its start (specification, data record).</summary>
    private const int SegmentSize = 0x1_0000;

    private readonly FirmwareImageBuilder _builder;
    private readonly FirmwareReadOptions _options;
    private readonly byte[] _bytes = new byte[TextLines.MaxLength / 2];
    private uint _base;
    private bool _segmented;
    private bool _ended;
    private uint? _entryPoint;

    private IntelHexReader(FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        (_builder, _options) = (builder, options);
    }

    public static FirmwareImage Read(Stream content, FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        return new IntelHexReader(builder, options).Read(new TextLines(content, options.FileName));
    }

    private FirmwareImage Read(TextLines lines)
    {
        while (lines.TryNext(out var line))
        {
            if (_ended)
                TextTail.Check(line, lines.Place, "the end-of-file record");
            else if (!line.IsEmpty)
                Take(Record(line, lines.Place), lines.Place);
        }

        if (!_ended)
            throw lines.Place.Error(FirmwareErrorCause.Truncated, "an end-of-file record (type 01)", "the end of the file");
        if (_builder.ByteCount == 0)
            throw lines.Place.Error(FirmwareErrorCause.Empty, "data records", "none");
        return _builder.Build(_options.FileName, FirmwareFormats.Name(FirmwareFormat.IntelHex), _entryPoint);
    }

    private ReadOnlySpan<byte> Record(ReadOnlySpan<byte> line, FirmwarePlace place)
    {
        if (line[0] != ':')
            throw place.Error(FirmwareErrorCause.Malformed, "':' at the start of a record", HexText.Show(line[0]));
        var bytes = HexText.Decode(line, 1, _bytes, place);
        if (bytes.Length < Overhead)
            throw place.Error(FirmwareErrorCause.Truncated, $"a record of at least {Overhead} bytes", $"{bytes.Length}");
        var length = bytes[0] + Overhead;
        if (bytes.Length != length)
        {
            var cause = bytes.Length < length ? FirmwareErrorCause.Truncated : FirmwareErrorCause.Malformed;
            throw place.Error(cause, $"{bytes[0]} data bytes as the record says", $"{bytes.Length - Overhead}");
        }

        CheckSum(bytes, place);
        return bytes;
    }

    /// <summary>All bytes of a record, check sum included, add up to 0 modulo 256.</summary>
    private static void CheckSum(ReadOnlySpan<byte> bytes, FirmwarePlace place)
    {
        var sum = 0;
        foreach (var value in bytes[..^1])
            sum += value;
        if ((byte)(sum + bytes[^1]) != 0)
            throw place.Error(FirmwareErrorCause.BadChecksum, $"check sum 0x{(byte)-sum:x2}", $"0x{bytes[^1]:x2}");
    }

    private void Take(ReadOnlySpan<byte> record, FirmwarePlace place)
    {
        var data = record[4..^1];
        switch (record[3])
        {
            case 0x00:
                TakeData(BinaryPrimitives.ReadUInt16BigEndian(record[1..]), data, place);
                break;
            case 0x01:
                CheckLength(data, 0, "an end-of-file record", place);
                _ended = true;
                break;
            case 0x02:
                CheckLength(data, 2, "an extended segment address record", place);
                (_base, _segmented) = ((uint)BinaryPrimitives.ReadUInt16BigEndian(data) << 4, true);
                break;
            case 0x03:
                CheckLength(data, 4, "a start segment address record", place);
                _entryPoint = ((uint)BinaryPrimitives.ReadUInt16BigEndian(data) << 4) + BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
                break;
            case 0x04:
                CheckLength(data, 2, "an extended linear address record", place);
                (_base, _segmented) = ((uint)BinaryPrimitives.ReadUInt16BigEndian(data) << 16, false);
                break;
            case 0x05:
                CheckLength(data, 4, "a start linear address record", place);
                _entryPoint = BinaryPrimitives.ReadUInt32BigEndian(data);
                break;
            default:
                throw place.Error(FirmwareErrorCause.Malformed, "a record type from 00 to 05", $"{record[3]:x2}");
        }
    }

    private void TakeData(ushort offset, ReadOnlySpan<byte> data, FirmwarePlace place)
    {
        var inSegment = _segmented ? Math.Min(data.Length, SegmentSize - offset) : data.Length;
        _builder.Write((long)_base + offset, data[..inSegment], place);
        _builder.Write(_base, data[inSegment..], place);
    }

    private static void CheckLength(ReadOnlySpan<byte> data, int length, string record, FirmwarePlace place)
    {
        if (data.Length != length)
            throw place.Error(FirmwareErrorCause.Malformed, $"{length} data bytes in {record}", $"{data.Length}");
    }
}
