// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.IO.Compression;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>The packed bytes of one entry, and no byte beyond. Owns the archive it reads.</summary>
internal sealed class ZipSlice : ForwardStream
{
    private const uint LocalSignature = 0x04034b50;
    private const int LocalLength = 30;

    private readonly Stream _archive;
    private long _left;

    private ZipSlice(Stream archive, long length)
    {
        (_archive, _left) = (archive, length);
    }

    /// <summary>Opens an entry for reading, unpacked and checked. The archive is closed with it, also when this fails.</summary>
    public static Stream Open(Stream archive, ZipEntry entry)
    {
        try
        {
            SkipLocalHeader(archive, entry);
            var packed = new ZipSlice(archive, entry.PackedLength);
            return new ZipEntryStream(entry.Method == ZipEntry.Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress), entry);
        }
        catch (Exception)
        {
            archive.Dispose();
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _archive.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _archive.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The local header must tell the same story as the directory: name and method (APPNOTE §4.3.7).</summary>
    private static void SkipLocalHeader(Stream archive, ZipEntry entry)
    {
        Span<byte> header = stackalloc byte[LocalLength];
        archive.Position = entry.HeaderOffset;
        var name = new byte[entry.RawName.Length];
        var whole = archive.ReadAtLeast(header, LocalLength, throwOnEndOfStream: false) == LocalLength
            && archive.ReadAtLeast(name, name.Length, throwOnEndOfStream: false) == name.Length;
        if (!whole
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature
            || BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) != entry.Method
            || BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) != name.Length
            || !name.AsSpan().SequenceEqual(entry.RawName))
            throw new SourceException(ProblemCode.BadArchive, $"The archive entry \"{entry.Path}\" is not where the list says; copy the archive again.");
        archive.Position += BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
    }
}
