// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>Reads the display of the panel.</summary>
internal static class DisplayReader
{
    public static DisplaySettings? Display(MapReader reader)
    {
        _ = reader.Required("controller", "ssd1306");
        var controller = reader.Word("controller", SettingsWords.Controllers);
        var bus = LineReader.Name(reader, "bus", "bcm2835 (i2c@7e804000)");
        var address = reader.Parsed("address", AddressParser.Instance, value => value is >= 0x08 and <= 0x77, "0x08 to 0x77");
        var size = reader.Word("size", SettingsWords.Sizes) ?? DisplaySize.Wide64;
        var rotated = LineReader.Flag(reader, "rotated") ?? false;
        return controller is null || bus is null
            ? null
            : new DisplaySettings(controller.Value, bus, (int)(address ?? SettingsLimits.DefaultDisplayAddress), size, rotated);
    }
}

/// <summary>Reads the supply of the target.</summary>
internal static class PowerReader
{
    public static PowerSettings Power(MapReader reader, ProblemList problems)
    {
        return new PowerSettings
        {
            Switch = LineReader.Line(reader, "switch", problems),
            Vtref = reader.Map("vtref", SettingsWords.VtrefKeys) is { } vtref ? Vtref(vtref, problems) : null,
        };
    }

    private static VtrefSettings? Vtref(MapReader reader, ProblemList problems)
    {
        var present = LineReader.Line(reader, "present", problems);
        var name = LineReader.Name(reader, "adc", reader.Optional("adc"));
        var channel = reader.Integer("channel", 0, SettingsLimits.MaximumAdcChannel) ?? 0;
        var divider = reader.Parsed("divider", RatioParser.Instance, value => value is >= 1 and <= 100, "1 to 100") ?? 1;
        if ((reader.Optional("present") is null) == (reader.Optional("adc") is null))
            problems.Add(ProblemCode.MissingKey, reader.Span, "\"vtref\" has either \"present\" (a line) or \"adc\" (a converter).");
        return new VtrefSettings(present, name is null ? null : new AdcSettings(name, channel, divider));
    }
}

/// <summary>Reads the doors of the remote control.</summary>
internal static class RemoteReader
{
    public static RemoteSettings Remote(MapReader reader)
    {
        return new RemoteSettings
        {
            Tcp = reader.Map("tcp", SettingsWords.TcpKeys) is { } tcp ? Tcp(tcp) : null,
            Serial = reader.Map("serial", SettingsWords.SerialKeys) is { } serial ? Serial(serial) : null,
            Files = reader.Word("files", SettingsWords.Files) ?? RemoteFiles.None,
        };
    }

    private static TcpRemoteSettings? Tcp(MapReader reader)
    {
        _ = reader.Required("port", "23");
        var port = reader.Integer("port", 1, IPEndPoint.MaxPort);
        var address = SettingsLimits.DefaultRemoteAddress;
        if (reader.Scalar("address", "an IP address") is { } scalar)
        {
            if (IPAddress.TryParse(scalar.Text, out _)) address = scalar.Text;
            else reader.Bad(scalar, "\"address\" is an IP address of this machine such as 192.168.1.20, or 0.0.0.0 for all of them.");
        }

        return port is null ? null : new TcpRemoteSettings(port.Value, address);
    }

    private static SerialRemoteSettings? Serial(MapReader reader)
    {
        var device = LineReader.Name(reader, "device", "/dev/serial0");
        var baud = reader.Integer("baud", SettingsLimits.MinimumBaud, SettingsLimits.MaximumBaud) ?? SettingsLimits.DefaultBaud;
        return device is null ? null : new SerialRemoteSettings(device, baud);
    }
}

/// <summary>A plain decimal number.</summary>
internal sealed class RatioParser : ValueParser<decimal>
{
    public static readonly RatioParser Instance = new();

    public override string Form => "a number such as 2 or 1.5";

    public override bool TryParse(string text, out decimal value)
    {
        value = 0;
        return text.Length <= 16 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }
}
