// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Projects;

/// <summary>How big a project may be. Far above any flash a box programs, far below what hurts a machine with 512 MiB of memory.</summary>
public static class ArchiveLimits
{
    /// <summary>Most entries in an archive, folders included.</summary>
    public const int MaximumEntries = 4096;

    /// <summary>Most bytes of all entries unpacked, and of the archive itself: 512 MiB.</summary>
    public const long MaximumBytes = 512L << 20;

    /// <summary>Longest central directory, bytes: the entries above with names of 240 characters and their extra fields.</summary>
    public const int MaximumDirectoryBytes = 4 << 20;

    /// <summary>An archive that unpacks to this much or less is no bomb at any ratio: an image of FF holes packs a thousandfold. 64 MiB.</summary>
    public const long FreeBytes = 64L << 20;

    /// <summary>Highest ratio of unpacked to packed bytes beyond <see cref="FreeBytes"/>.</summary>
    public const long MaximumRatio = 100;

    /// <summary>Most folder entries looked at when a name is searched on a disk.</summary>
    public const int MaximumFolderEntries = 4096;
}
