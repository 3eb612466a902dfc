// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Random access to an ELF file. A stream that cannot seek (a file in an archive) is copied into memory first, up to a
/// limit.</summary>
internal sealed class ElfFile
{
    /// <summary>Debug information makes an ELF file much larger than its image, so a small data limit does not limit the copy as
    /// much.</summary>
    private const long LeastCopyLimit = 64L << 20;

    private const int BlockSize = 64 << 10;

    private readonly Stream _stream;
    private readonly long _origin;
    private readonly FirmwareReadOptions _options;

    public ElfFile(Stream content, FirmwareReadOptions options)
    {
        _options = options;
        _stream = content.CanSeek ? content : Copy(content);
        _origin = _stream.Position;
        Length = _stream.Length - _origin;
    }

    public long Length { get; }

    public FirmwarePlace Place(long offset)
    {
        return new FirmwarePlace(_options.FileName, Offset: offset);
    }

    public FirmwareException Error(long offset, FirmwareErrorCause cause, string expected, string found)
    {
        return Place(offset).Error(cause, expected, found);
    }

    /// <summary>Fills the destination from an offset; <paramref name="what"/> says what should be there.</summary>
    public void ReadAt(long offset, Span<byte> destination, string what)
    {
        CheckInside(offset, destination.Length, what);
        _stream.Position = _origin + offset;
        var read = _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length)
            throw Error(offset, FirmwareErrorCause.Truncated, $"{destination.Length} bytes of {what}", $"{read}");
    }

    /// <summary>Refuses a range that is not in the file, before anything of it is read.</summary>
    public void CheckInside(long offset, long length, string what)
    {
        if (offset + length > Length)
            throw Error(offset, FirmwareErrorCause.Truncated, $"{what}, {length} bytes", $"a file of {Length} bytes");
    }

    private MemoryStream Copy(Stream content)
    {
        var limit = Math.Max(_options.MaxBytes, LeastCopyLimit);
        var copy = new MemoryStream();
        var block = new byte[BlockSize];
        for (int read; (read = content.Read(block)) > 0;)
        {
            if (copy.Length + read > limit)
                throw Error(copy.Length, FirmwareErrorCause.TooLarge, $"an ELF file of at most {limit} bytes in an archive", "more");
            copy.Write(block, 0, read);
        }

        copy.Position = 0;
        return copy;
    }
}
