// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>
/// Reads the central directory of an archive and refuses whatever a project never needs. Own code, because a general reader takes in every entry
/// before its caller can refuse, and believes what the entries say.
/// </summary>
internal static class ZipDirectory
{
    private const uint Signature = 0x02014b50;
    private const int FixedLength = 46;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>All entries, each checked alone and all together.</summary>
    /// <exception cref="SourceException">The archive is refused.</exception>
    public static IReadOnlyList<ZipEntry> Read(Stream archive)
    {
        if (archive.Length > ArchiveLimits.MaximumBytes)
            throw new SourceException(ProblemCode.TooLarge, $"The archive is larger than {ArchiveLimits.MaximumBytes >> 20} MiB.");
        var end = ZipEnd.Read(archive);
        var bytes = new byte[end.DirectoryLength];
        archive.Position = end.DirectoryOffset;
        archive.ReadExactly(bytes);
        var entries = new List<ZipEntry>(end.Entries);
        var rest = bytes.AsSpan();
        for (var i = 0; i < end.Entries; i++)
            entries.Add(Next(ref rest));
        if (!rest.IsEmpty)
            throw new SourceException(ProblemCode.BadArchive, "The archive has more entries than it says.");
        ZipWhole.Check(entries, end.DirectoryOffset);
        return entries;
    }

    private static ZipEntry Next(ref Span<byte> rest)
    {
        if (rest.Length < FixedLength || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Signature)
            throw new SourceException(ProblemCode.BadArchive, "The archive's list of entries is damaged.");
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
        var total = FixedLength + nameLength + extraLength + commentLength;
        if (rest.Length < total)
            throw new SourceException(ProblemCode.BadArchive, "The archive's list of entries is cut off.");
        var rawName = rest.Slice(FixedLength, nameLength).ToArray();
        var name = Decode(rawName);
        ZipEntryRules.Check(rest[..FixedLength], rest.Slice(FixedLength + nameLength, extraLength), name);
        var entry = Entry(rest, name, rawName);
        rest = rest[total..];
        return entry;
    }

    private static ZipEntry Entry(ReadOnlySpan<byte> header, string name, byte[] rawName)
    {
        return new ZipEntry(
            PathRules.Compose(name.TrimEnd('/')),
            rawName,
            name.EndsWith('/'),
            BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[42..]));
    }

    private static string Decode(byte[] name)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException e)
        {
            throw new SourceException(ProblemCode.UnsupportedEntry, "A file name in the archive is not UTF-8; use plain letters in file names.", e);
        }
    }
}
