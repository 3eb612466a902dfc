// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Files;

namespace Appliance.Jobs.Records;

/// <summary>Says in time that the disk of the journal fills up.</summary>
public static class DiskRoom
{
    /// <summary>From so many percent used on there is a warning.</summary>
    public const int WarnPercent = 80;

    /// <summary>The warning as a sentence; null while there is room enough.</summary>
    /// <param name="folder">The journal's folder.</param>
    public static string? Warning(IDurableFolder folder)
    {
        long free, total;
        try
        {
            (free, total) = folder.Space();
        }
        catch (Exception error) when (RecordFaults.IsDisk(error))
        {
            return $"The disk of the records cannot be asked how full it is: {error.Message}";
        }

        var used = total <= 0 ? 100 : (int)((total - free) / (total / 100.0));
        return used < WarnPercent
            ? null
            : string.Create(
                CultureInfo.InvariantCulture, $"The disk of the records is {used} % full ({free >> 20} MiB left). Call the line engineer to make room.");
    }
}
