// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Input;

/// <summary>Where an input device is: its path as written, or the one device of its name.</summary>
/// <param name="names">Folder with the kernel's names: <c>/sys/class/input</c>.</param>
/// <param name="devices">Folder of the device files: <c>/dev/input</c>.</param>
internal sealed class EvdevDevices(string names, string devices)
{
    /// <summary>Finds a device.</summary>
    /// <param name="wanted">An absolute path, best one of <c>/dev/input/by-id</c>, or the name as the kernel has it.</param>
    /// <param name="trouble">Why there is none, in one sentence; empty where there is one.</param>
    /// <returns>Path of the device file, or null.</returns>
    public string? Find(string wanted, out string trouble)
    {
        var found = wanted.StartsWith('/') ? (File.Exists(wanted) ? [wanted] : []) : Named(wanted);
        trouble = found.Count switch
        {
            1 => "",
            0 => $"There is no barcode scanner {wanted} here.{Others(wanted)}",
            _ => $"{found.Count} devices are called {wanted}; give the path in /dev/input/by-id instead.",
        };
        return found.Count == 1 ? found[0] : null;
    }

    private List<string> Named(string wanted) => [.. All().Where(device => device.Name == wanted).Select(device => Path.Combine(devices, device.Event))];

    private string Others(string wanted)
    {
        if (wanted.StartsWith('/')) return "";
        var there = All().Select(device => device.Name).Distinct().Order().ToList();
        return there.Count == 0 ? " There is no input device at all." : $" There are: {string.Join(", ", there)}.";
    }

    private IEnumerable<(string Event, string Name)> All()
    {
        if (!Directory.Exists(names)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(names, "event*").Order(StringComparer.Ordinal))
        {
            if (NameOf(folder) is { } name) yield return (Path.GetFileName(folder), name);
        }
    }

    /// <summary>Null where the device has gone meanwhile.</summary>
    private static string? NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "device", "name")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
