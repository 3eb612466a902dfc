// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Appliance.Platform.Host;

namespace Appliance.Service.Bench.Line;

/// <summary>Which machine was measured.</summary>
/// <param name="Board">Name of the board, where it has one.</param>
/// <param name="Processor">Name of the processor.</param>
/// <param name="Processors">How many it has.</param>
/// <param name="MemoryMegabytes">Memory this process may use.</param>
/// <param name="Disk">File system of the folder for temporary files, on which everything is measured.</param>
/// <param name="System">Operating system.</param>
/// <param name="Architecture">Of this process.</param>
/// <param name="Runtime">Of .NET.</param>
/// <param name="Load">Mean number of running programs in the last minute: what shared the machine with the measurement.</param>
internal sealed record MachineFacts(
    string Board, string Processor, int Processors, long MemoryMegabytes, string Disk, string System, string Architecture, string Runtime, string Load)
{
    /// <summary>This machine.</summary>
    public static MachineFacts Now() => new(
        RaspberryPi.Model(), ProcessorName(), Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20, new DriveInfo(Path.GetTempPath()).DriveFormat,
        RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), RuntimeInformation.FrameworkDescription,
        FirstWord("/proc/loadavg"));

    private static string ProcessorName()
    {
        if (!File.Exists("/proc/cpuinfo")) return "";
        var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? "" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string FirstWord(string path) => File.Exists(path) ? File.ReadAllText(path).Split(' ')[0] : "";
}
