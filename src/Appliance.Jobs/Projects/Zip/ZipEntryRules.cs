// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>What one entry of an archive may be: a plain file or a folder, stored or deflated, with a harmless name.</summary>
internal static class ZipEntryRules
{
    /// <summary>General purpose bits 0 (encrypted), 6 (strong encryption), 13 (masked headers): APPNOTE §4.4.4.</summary>
    private const int EncryptionFlags = 1 | 1 << 6 | 1 << 13;

    /// <summary>File type bits of a Unix mode, and their values for plain files and folders (POSIX sys/stat.h, as Info-ZIP stores them).</summary>
    private const int TypeMask = 0xF000;
    private const int PlainType = 0x8000;
    private const int FolderType = 0x4000;

    /// <summary>PKWARE Unix extra field (APPNOTE §4.5.7): after 12 fixed bytes comes a link's target or a device number.</summary>
    private const int UnixExtra = 0x000D;
    private const int UnixExtraFixed = 12;

    public static void Check(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra, string name)
    {
        var shown = MapReader.Shorten(name);
        if (PathRules.Refuse(name.EndsWith('/') ? name[..^1] : name) is { } reason)
            throw new SourceException(ProblemCode.UnsafePath, $"The archive entry \"{shown}\" {reason}.");
        if ((BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) & EncryptionFlags) != 0)
            throw new SourceException(ProblemCode.UnsupportedEntry, $"The archive entry \"{shown}\" is encrypted; pack it without a password.");
        if (BinaryPrimitives.ReadUInt16LittleEndian(header[10..]) is var method and not (ZipEntry.Stored or ZipEntry.Deflated))
            throw new SourceException(ProblemCode.UnsupportedEntry, $"The archive entry \"{shown}\" uses compression method {method}; pack it as a plain zip.");
        if (IsSpecial(BinaryPrimitives.ReadUInt32LittleEndian(header[38..])) || HasLinkTarget(extra))
            throw new SourceException(ProblemCode.SpecialFile, $"The archive entry \"{shown}\" is a link or a special file; only plain files are allowed.");
        if (HasLargeSizes(header))
            throw new SourceException(ProblemCode.TooLarge, $"The archive entry \"{shown}\" says it is 4 GiB or more.");
    }

    /// <summary>The mode is in the upper half of the external attributes, whatever system the archive says it comes from.</summary>
    private static bool IsSpecial(uint attributes)
    {
        return (attributes >> 16 & TypeMask) is not (0 or PlainType or FolderType);
    }

    private static bool HasLinkTarget(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (id == UnixExtra && length > UnixExtraFixed)
                return true;
            extra = extra[Math.Min(extra.Length, 4 + length)..];
        }

        return false;
    }

    private static bool HasLargeSizes(ReadOnlySpan<byte> header)
    {
        return BinaryPrimitives.ReadUInt32LittleEndian(header[20..]) == uint.MaxValue
            || BinaryPrimitives.ReadUInt32LittleEndian(header[24..]) == uint.MaxValue
            || BinaryPrimitives.ReadUInt32LittleEndian(header[42..]) == uint.MaxValue;
    }
}
