// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Runtime.InteropServices;

namespace Appliance.Service.Bench;

/// <summary>What a figure was measured on.</summary>
internal static class MachineText
{
    /// <summary>Processor, memory, system and file system in one line.</summary>
    /// <param name="folder">A folder on the disk that was used.</param>
    public static string Of(string folder)
    {
        var drive = DriveInfo.GetDrives().Where(drive => folder.StartsWith(drive.Name, StringComparison.Ordinal)).MaxBy(drive => drive.Name.Length);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} × {Processor()}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {drive?.DriveFormat ?? "unknown file system"}");
    }

    private static string Processor()
    {
        const string list = "/proc/cpuinfo";
        var name = File.Exists(list) ? File.ReadLines(list).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return name?.Split(':')[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
