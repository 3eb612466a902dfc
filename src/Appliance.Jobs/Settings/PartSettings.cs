// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Settings;

/// <summary>Controller of a display, as the module's maker says.</summary>
public enum DisplayController
{
    /// <summary>SSD1306.</summary>
    Ssd1306,

    /// <summary>SH1106.</summary>
    Sh1106,
}

/// <summary>Pixels of a display.</summary>
public enum DisplaySize
{
    /// <summary>128 × 64.</summary>
    Wide64,

    /// <summary>128 × 32.</summary>
    Wide32,
}

/// <summary>The display of the panel.</summary>
/// <param name="Controller">Its controller.</param>
/// <param name="Bus">Name of its I2C bus, or its place in the device tree.</param>
/// <param name="Address">Its 7-bit address.</param>
/// <param name="Size">Its pixels.</param>
/// <param name="Rotated">Built in upside down.</param>
public sealed record DisplaySettings(DisplayController Controller, string Bus, int Address, DisplaySize Size, bool Rotated);

/// <summary>Handshake lines of a tester; null for a line that is not there.</summary>
public sealed record TesterSettings
{
    /// <summary>Starts a job at the end of a pulse.</summary>
    public LineSettings? Start { get; init; }

    /// <summary>On while a job runs.</summary>
    public LineSettings? Busy { get; init; }

    /// <summary>On after a job that passed, until the next one begins.</summary>
    public LineSettings? Ok { get; init; }

    /// <summary>Whether any line is wired.</summary>
    public bool IsWired => Start is not null || Busy is not null || Ok is not null;
}

/// <summary>Supply of the target; null for a part that is not there.</summary>
public sealed record PowerSettings
{
    /// <summary>Switches the supply.</summary>
    public LineSettings? Switch { get; init; }

    /// <summary>Senses the supply.</summary>
    public VtrefSettings? Vtref { get; init; }
}

/// <summary>How the target's supply is sensed: one of the two.</summary>
/// <param name="Present">A line that is on while the supply is there: a comparator, or a divider for one voltage.</param>
/// <param name="Adc">A channel of an analog converter.</param>
public sealed record VtrefSettings(LineSettings? Present, AdcSettings? Adc);

/// <summary>A channel of an analog converter that the kernel drives.</summary>
/// <param name="Name">Its name in <c>/sys/bus/iio/devices</c>, for example <c>ads1015</c>.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Divider">VTref divided by the voltage at the converter's pin.</param>
public sealed record AdcSettings(string Name, int Channel, decimal Divider);

/// <summary>What a tester may do with files.</summary>
public enum RemoteFiles
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Read and list.</summary>
    Read,

    /// <summary>Read, list, write and delete.</summary>
    Write,
}

/// <summary>Remote control by a tester.</summary>
public sealed record RemoteSettings
{
    /// <summary>Door on TCP; null for none.</summary>
    public TcpRemoteSettings? Tcp { get; init; }

    /// <summary>Door on a serial line; null for none.</summary>
    public SerialRemoteSettings? Serial { get; init; }

    /// <summary>What the tester may do with its files.</summary>
    public RemoteFiles Files { get; init; }
}

/// <summary>The door on TCP.</summary>
/// <param name="Port">Port.</param>
/// <param name="Address">Address to listen on; the loopback one unless written.</param>
public sealed record TcpRemoteSettings(int Port, string Address);

/// <summary>The door on a serial line.</summary>
/// <param name="Device">Device file.</param>
/// <param name="Baud">Speed at the start.</param>
public sealed record SerialRemoteSettings(string Device, int Baud);
