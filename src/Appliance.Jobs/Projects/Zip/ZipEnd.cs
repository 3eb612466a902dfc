// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>The end of central directory record (APPNOTE §4.3.16): how many entries there are and where their list is.</summary>
internal readonly record struct ZipEnd(int Entries, int DirectoryLength, long DirectoryOffset)
{
    private const uint Signature = 0x06054b50;
    private const int FixedLength = 22;
    private const int MaximumComment = ushort.MaxValue;

    /// <summary>Finds the record; limits are checked here, before anything is read that could be long.</summary>
    public static ZipEnd Read(Stream archive)
    {
        var start = Math.Max(0, archive.Length - FixedLength - MaximumComment);
        var tail = new byte[archive.Length - start];
        archive.Position = start;
        archive.ReadExactly(tail);
        for (var at = tail.Length - FixedLength; at >= 0; at--)
        {
            var record = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) == Signature
                && BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) == record.Length - FixedLength)
                return Parse(record, start + at);
        }

        throw Damaged(archive);
    }

    private static ZipEnd Parse(ReadOnlySpan<byte> record, long at)
    {
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (entries > ArchiveLimits.MaximumEntries || length > ArchiveLimits.MaximumDirectoryBytes && length != uint.MaxValue)
        {
            throw new SourceException(ProblemCode.TooLarge,
                $"The archive says it has {entries} entries; a project has at most {ArchiveLimits.MaximumEntries}.");
        }

        if (length == uint.MaxValue || offset == uint.MaxValue)
            throw new SourceException(ProblemCode.UnsupportedEntry, "The archive is of the zip64 kind for files above 4 GiB; pack it again as a plain zip.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) != 0 || BinaryPrimitives.ReadUInt16LittleEndian(record[8..]) != entries)
            throw new SourceException(ProblemCode.UnsupportedEntry, "The archive is split over several disks; pack it as one file.");
        if (offset + length != at)
            throw new SourceException(ProblemCode.BadArchive, "The archive's list of entries is not where it says; it is damaged or has something glued to it.");
        return new ZipEnd(entries, (int)length, offset);
    }

    private static SourceException Damaged(Stream archive)
    {
        var magic = new byte[4];
        archive.Position = 0;
        var begun = archive.ReadAtLeast(magic, 4, throwOnEndOfStream: false) >= 2 && magic[0] == 'P' && magic[1] == 'K';
        return new SourceException(ProblemCode.BadArchive,
            begun ? "The zip file has no end; it is truncated. Copy it again." : "Neither a folder nor a zip file.");
    }
}
