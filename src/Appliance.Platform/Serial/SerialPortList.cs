// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Serial;

namespace Appliance.Platform.Serial;

/// <summary>Finds the terminals that have hardware behind them, and the names udev gives them (rules 60-serial.rules of systemd).</summary>
/// <param name="names">Folder with the kernel's names: <c>/sys/class/tty</c>.</param>
/// <param name="devices">Folder of the device files: <c>/dev</c>.</param>
internal sealed class SerialPortList(string names, string devices)
{
    /// <summary>PORT_UNKNOWN of linux/serial.h: a place for a UART of the 8250 driver where none was found.</summary>
    private const string NoUart = "0";

    public IReadOnlyList<SerialPort> List()
    {
        if (!Directory.Exists(names)) return [];
        var (ids, paths) = (Links("by-id"), Links("by-path"));
        return
        [
            .. Directory.EnumerateFileSystemEntries(names).Where(HasHardware).Select(entry => Path.Combine(devices, Path.GetFileName(entry))).Where(File.Exists)
                .Select(file => new SerialPort(ids.GetValueOrDefault(file, file), file, paths.GetValueOrDefault(file))).OrderBy(port => port.Device, StringComparer.Ordinal),
        ];
    }

    private static bool HasHardware(string entry)
    {
        if (!Path.Exists(Path.Combine(entry, "device"))) return false;
        var type = Path.Combine(entry, "type");
        try
        {
            return !File.Exists(type) || File.ReadAllText(type).Trim() != NoUart;
        }
        catch (Exception unplugged) when (unplugged is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Device files by the first of the names that lead to them.</summary>
    private Dictionary<string, string> Links(string folder)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var all = Path.Combine(devices, "serial", folder);
        if (!Directory.Exists(all)) return found;
        foreach (var link in Directory.EnumerateFileSystemEntries(all).Order(StringComparer.Ordinal))
        {
            if (File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName is { } file) found.TryAdd(file, link);
        }

        return found;
    }
}
