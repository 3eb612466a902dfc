// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Sticks;

/// <summary>How much of a stick is looked at. Bounds time and memory whatever is on it.</summary>
public static class StickLimits
{
    /// <summary>Most entries at the top of a stick, and in the folder of a project: a FAT16 root folder has 512, a phone's photo folder some thousand.</summary>
    public const int MostEntries = 4096;

    /// <summary>Most projects taken in from one stick.</summary>
    public const int MostProjects = 64;

    /// <summary>Longest <c>appliance-select.txt</c> or <c>appliance-export.txt</c>, bytes.</summary>
    public const int MostTextBytes = 4096;
}
