// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Power;

namespace Appliance.Platform.Iio;

/// <summary>
/// One channel of an analog converter that the kernel drives (Documentation/ABI/testing/sysfs-bus-iio: in_voltageY_raw, in_voltageY_scale or
/// in_voltage_scale, raw × scale is millivolts). Found by name at each reading, so that numbers may change and the converter may come and go.
/// </summary>
/// <param name="name">Name of the converter, as its file <c>name</c> says.</param>
/// <param name="channel">Channel.</param>
/// <param name="devices">Where the kernel lists converters; tests put another place here.</param>
public sealed class IioVoltage(string name, int channel, string devices = "/sys/bus/iio/devices") : IVoltageInput
{
    /// <inheritdoc/>
    public decimal ReadMillivolts()
    {
        var device = Find();
        try
        {
            var own = Path.Combine(device, $"in_voltage{channel}_scale");
            return Number(Path.Combine(device, $"in_voltage{channel}_raw")) * Number(File.Exists(own) ? own : Path.Combine(device, "in_voltage_scale"));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            throw new TargetPowerException($"Channel {channel} of the converter {name} cannot be read: {failed.Message}", failed);
        }
    }

    private string Find()
    {
        var known = Directory.Exists(devices) ? Directory.GetFileSystemEntries(devices, "iio:device*") : [];
        var found = known.Where(device => File.Exists(Path.Combine(device, "name")) && File.ReadAllText(Path.Combine(device, "name")).Trim() == name).ToList();
        return found is [var only] ? only : throw new TargetPowerException($"There {(found.Count == 0 ? "is no" : "are several")} analog converter {name} here.");
    }

    private static decimal Number(string file) => decimal.Parse(File.ReadAllText(file).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
