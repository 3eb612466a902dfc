// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Finds the format of a file: by content, then by the ending of its name, then by whether a base address was given.</summary>
internal static class FirmwareDetector
{
    /// <summary>Hex digits that must follow the ':' of a first HEX record: length, address, type and check sum of a record without
    /// data.</summary>
    private const int HexDigits = 10;

    /// <summary>Hex digits that must follow the 'Sn' of a first S-record: count, 16-bit address and check sum.</summary>
    private const int SRecordDigits = 8;

    public static FirmwareFormat Detect(ReadOnlySpan<byte> head, FirmwareReadOptions options)
    {
        var found = options.Format ?? ByContent(head) ?? ByName(options.FileName);
        if (found is { } format)
            return format;
        if (options.BaseAddress is not null)
            return FirmwareFormat.Binary;
        throw new FirmwarePlace(options.FileName, Offset: 0).Error(
            FirmwareErrorCause.UnknownFormat,
            "Intel HEX, S-record, ELF or UF2 (or a base address for a raw binary)",
            $"bytes {Convert.ToHexStringLower(head[..Math.Min(8, head.Length)])}");
    }

    /// <summary>Refuses a binary without a base address, and a base address for a file that has addresses of its own.</summary>
    public static void CheckBaseAddress(FirmwareFormat format, FirmwareReadOptions options)
    {
        var file = new FirmwarePlace(options.FileName);
        if (format == FirmwareFormat.Binary && options.BaseAddress is null)
            throw file.Error(FirmwareErrorCause.BaseAddressMissing, "a base address for a raw binary", "none");
        if (format != FirmwareFormat.Binary && options.BaseAddress is { } given)
        {
            throw file.Error(FirmwareErrorCause.BaseAddressRefused,
                $"no base address, as a file of format {FirmwareFormats.Name(format)} has addresses of its own", $"0x{given:x8}");
        }
    }

    private static FirmwareFormat? ByContent(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\u007fELF"u8))
            return FirmwareFormat.Elf;
        if (head.StartsWith("UF2\nWQ"u8))
            return FirmwareFormat.Uf2;
        var text = head.TrimStart(" \t\r\n"u8);
        if (text.StartsWith(":"u8) && StartsWithHexDigits(text[1..], HexDigits))
            return FirmwareFormat.IntelHex;
        if (text.Length > 1 && text[0] == 'S' && char.IsAsciiDigit((char)text[1]) && StartsWithHexDigits(text[2..], SRecordDigits))
            return FirmwareFormat.SRecord;
        return null;
    }

    private static bool StartsWithHexDigits(ReadOnlySpan<byte> text, int count)
    {
        return text.Length >= count && HexText.IsAllDigits(text[..count]);
    }

    private static FirmwareFormat? ByName(string fileName)
    {
        return Path.GetExtension(fileName).ToLowerInvariant() switch
        {
            ".hex" or ".ihex" or ".ihx" => FirmwareFormat.IntelHex,
            ".s19" or ".s28" or ".s37" or ".srec" or ".s" or ".mot" or ".mhx" or ".sx" => FirmwareFormat.SRecord,
            ".elf" or ".axf" or ".out" => FirmwareFormat.Elf,
            ".uf2" => FirmwareFormat.Uf2,
            ".bin" => FirmwareFormat.Binary,
            _ => null,
        };
    }
}
