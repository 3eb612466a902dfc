// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>
/// Motorola S-record (M68000 Family Programmer's Reference Manual, appendix C): header S0, data S1 to S3, counts S5 and S6 (checked),
/// end S7 to S9. S4 is reserved and refused. An end record with address 0 means that there is no entry point, as writers without one
/// put it.
/// srec_cat leaves the end record out when there is no entry point; a file is whole then too if a right count is its last record.
/// </summary>
internal sealed class SRecordReader
{
    /// <summary>Bytes of the address field, by record type.</summary>
    private static readonly int[] AddressLengths = [2, 2, 3, 4, 0, 2, 3, 4, 3, 2];

    private readonly FirmwareImageBuilder _builder;
    private readonly FirmwareReadOptions _options;
    private readonly byte[] _bytes = new byte[TextLines.MaxLength / 2];
    private long _dataRecords;
    private bool _ended;
    private bool _justCounted;
    private uint? _entryPoint;

    private SRecordReader(FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        (_builder, _options) = (builder, options);
    }

    public static FirmwareImage Read(Stream content, FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        return new SRecordReader(builder, options).Read(new TextLines(content, options.FileName));
    }

    private FirmwareImage Read(TextLines lines)
    {
        while (lines.TryNext(out var line))
        {
            if (_ended)
                TextTail.Check(line, lines.Place, "the end record");
            else if (!line.IsEmpty)
                Take(line, lines.Place);
        }

        if (!_ended && !_justCounted)
            throw lines.Place.Error(FirmwareErrorCause.Truncated, "an end record (S7, S8, S9) or a count (S5, S6)", "the end of the file");
        if (_builder.ByteCount == 0)
            throw lines.Place.Error(FirmwareErrorCause.Empty, "data records", "none");
        return _builder.Build(_options.FileName, FirmwareFormats.Name(FirmwareFormat.SRecord), _entryPoint);
    }

    private void Take(ReadOnlySpan<byte> line, FirmwarePlace place)
    {
        var type = Type(line, place);
        var bytes = Record(line, place);
        var addressLength = AddressLengths[type];
        if (bytes.Length < addressLength + 2)
            throw place.Error(FirmwareErrorCause.Malformed, $"a count of at least {addressLength + 1} in an S{type} record", $"{bytes[0]}");
        var address = BigEndian(bytes.Slice(1, addressLength));
        var data = bytes[(1 + addressLength)..^1];
        if (type >= 5 && !data.IsEmpty)
            throw place.Error(FirmwareErrorCause.Malformed, $"no data in an S{type} record", $"{data.Length} bytes");
        Take(type, address, data, place);
    }

    private void Take(int type, uint address, ReadOnlySpan<byte> data, FirmwarePlace place)
    {
        _justCounted = type is 5 or 6;
        if (type is 1 or 2 or 3)
        {
            _dataRecords++;
            _builder.Write(address, data, place);
        }
        else if (type is 5 or 6 && address != _dataRecords)
        {
            throw place.Error(FirmwareErrorCause.CountMismatch, $"{address} data records before the count record", $"{_dataRecords}");
        }
        else if (type >= 7)
        {
            _ended = true;
            _entryPoint = address == 0 ? null : address;
        }
    }

    private static int Type(ReadOnlySpan<byte> line, FirmwarePlace place)
    {
        if (line[0] != 'S')
            throw place.Error(FirmwareErrorCause.Malformed, "'S' at the start of a record", HexText.Show(line[0]));
        if (line.Length < 2)
            throw place.Error(FirmwareErrorCause.Truncated, "a record type after 'S'", "the end of the line");
        if (!char.IsAsciiDigit((char)line[1]) || line[1] == '4')
            throw place.Error(FirmwareErrorCause.Malformed, "a record type of 0 to 3 or 5 to 9", HexText.Show(line[1]));
        return line[1] - '0';
    }

    private ReadOnlySpan<byte> Record(ReadOnlySpan<byte> line, FirmwarePlace place)
    {
        var bytes = HexText.Decode(line, 2, _bytes, place);
        if (bytes.IsEmpty)
            throw place.Error(FirmwareErrorCause.Truncated, "a byte count", "the end of the line");
        if (bytes.Length != bytes[0] + 1)
        {
            var cause = bytes.Length < bytes[0] + 1 ? FirmwareErrorCause.Truncated : FirmwareErrorCause.Malformed;
            throw place.Error(cause, $"{bytes[0]} bytes after the count", $"{bytes.Length - 1}");
        }

        CheckSum(bytes, place);
        return bytes;
    }

    /// <summary>The check sum is the one's complement of the low byte of the sum of count, address and data.</summary>
    private static void CheckSum(ReadOnlySpan<byte> bytes, FirmwarePlace place)
    {
        var sum = 0;
        foreach (var value in bytes[..^1])
            sum += value;
        if (bytes[^1] != (byte)~sum)
            throw place.Error(FirmwareErrorCause.BadChecksum, $"check sum 0x{(byte)~sum:x2}", $"0x{bytes[^1]:x2}");
    }

    private static uint BigEndian(ReadOnlySpan<byte> bytes)
    {
        var value = 0u;
        foreach (var part in bytes)
            value = value << 8 | part;
        return value;
    }
}
