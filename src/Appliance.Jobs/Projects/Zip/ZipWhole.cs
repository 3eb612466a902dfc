// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects.Zip;

/// <summary>What the entries of an archive may be together: no bomb, no name twice, no data used twice.</summary>
internal static class ZipWhole
{
    /// <summary>Shortest local header (APPNOTE §4.3.7), without the name.</summary>
    private const int LocalHeaderLength = 30;

    public static void Check(IReadOnlyList<ZipEntry> entries, long directoryOffset)
    {
        RefuseBomb(entries);
        RefuseSameNames(entries);
        RefuseOverlap(entries, directoryOffset);
    }

    private static void RefuseBomb(IReadOnlyList<ZipEntry> entries)
    {
        var (unpacked, packed) = (entries.Sum(entry => entry.Length), entries.Sum(entry => entry.PackedLength));
        if (unpacked > ArchiveLimits.MaximumBytes)
        {
            throw new SourceException(ProblemCode.TooLarge,
                $"The archive unpacks to {unpacked >> 20} MiB; at most {ArchiveLimits.MaximumBytes >> 20} MiB are allowed.");
        }

        if (unpacked > ArchiveLimits.FreeBytes && unpacked > packed * ArchiveLimits.MaximumRatio)
        {
            throw new SourceException(ProblemCode.TooLarge,
                $"The archive unpacks {packed} bytes to {unpacked}; more than {ArchiveLimits.MaximumRatio} times is refused as a bomb.");
        }
    }

    private static void RefuseSameNames(IReadOnlyList<ZipEntry> entries)
    {
        var files = new Dictionary<string, bool>(entries.Count);
        foreach (var entry in entries)
        {
            if (!files.TryAdd(PathRules.Folded(entry.Path), entry.IsFolder))
                throw Twice(entry.Path);
        }

        foreach (var path in entries.Select(entry => PathRules.Folded(entry.Path)))
        {
            for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                if (files.TryGetValue(path[..slash], out var isFolder) && !isFolder)
                    throw Twice(path[..slash]);
            }
        }
    }

    private static void RefuseOverlap(IReadOnlyList<ZipEntry> entries, long directoryOffset)
    {
        var free = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.HeaderOffset))
        {
            if (entry.HeaderOffset < free)
                throw new SourceException(ProblemCode.BadArchive, $"The archive entry \"{MapReader.Shorten(entry.Path)}\" shares its bytes with another.");
            free = entry.HeaderOffset + LocalHeaderLength + entry.RawName.Length + entry.PackedLength;
        }

        if (free > directoryOffset)
            throw new SourceException(ProblemCode.BadArchive, "The archive's last entry reaches into its list of entries; it is damaged.");
    }

    private static SourceException Twice(string path)
    {
        return new SourceException(ProblemCode.DuplicateEntry,
            $"The archive has \"{MapReader.Shorten(path)}\" twice (upper and lower case and Unicode forms count as one name).");
    }
}
