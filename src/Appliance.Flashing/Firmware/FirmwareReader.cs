// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Reads firmware files of every known format.</summary>
public static class FirmwareReader
{
    /// <summary>
    /// Reads a file from the stream's position to its end. The format is found by content; the ending of the name decides only
    /// when the content does not. The stream is not closed.
    /// </summary>
    /// <exception cref="FirmwareException">The file is refused; the message says where and why.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static FirmwareImage Read(Stream stream, FirmwareReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        var builder = new FirmwareImageBuilder(options.MaxBytes);
        var head = FirmwareHead.Peek(stream, out var content);
        if (head.Length == 0)
            throw new FirmwarePlace(options.FileName).Error(FirmwareErrorCause.Empty, "a firmware file", "an empty file");
        var format = FirmwareDetector.Detect(head, options);
        FirmwareDetector.CheckBaseAddress(format, options);
        return Read(format, content, builder, options);
    }

    private static FirmwareImage Read(FirmwareFormat format, Stream content, FirmwareImageBuilder builder, FirmwareReadOptions options)
    {
        return format switch
        {
            FirmwareFormat.IntelHex => IntelHexReader.Read(content, builder, options),
            FirmwareFormat.SRecord => SRecordReader.Read(content, builder, options),
            FirmwareFormat.Elf => ElfReader.Read(content, builder, options),
            FirmwareFormat.Uf2 => Uf2Reader.Read(content, builder, options),
            FirmwareFormat.Binary => BinaryFirmwareReader.Read(content, builder, options),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
    }
}
