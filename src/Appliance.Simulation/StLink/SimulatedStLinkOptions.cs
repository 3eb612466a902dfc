// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;

namespace Appliance.Simulation.StLink;

/// <summary>How a simulated ST-LINK is made.</summary>
public sealed partial record SimulatedStLinkOptions
{
    /// <summary>The firmware where none is named.</summary>
    public const string DefaultFirmware = "V2J37";

    /// <summary>Its firmware as ST writes it, for example <c>V2J24</c> or <c>V3J8</c>.</summary>
    public string Firmware { get; init; } = DefaultFirmware;

    /// <summary>How often its firmware asks again after WAIT before it gives up. Not documented by ST; a guess that covers a half-word at the default clock.</summary>
    public int WaitTries { get; init; } = 256;

    /// <summary>Whether VCC is wired to the target; clones often have no such pin and read 0 V.</summary>
    public bool SensesVoltage { get; init; } = true;

    /// <summary>Serial number: 24 hexadecimal digits on a genuine one.</summary>
    public string Serial { get; init; } = "5AB0D0000000000000000001";

    /// <summary>Bytes of an endpoint: 64 at full speed (V2), 512 at high speed (V3).</summary>
    internal int MaximumPacket => Hardware >= 3 ? 512 : 64;

    internal int Hardware => Field("hardware");

    internal int DebugVersion => Field("debug");

    /// <summary>V2-1 on a Nucleo (374B), V2 stand-alone has 3748; V3 is 374F.</summary>
    internal int ProductId => Hardware >= 3 ? 0x374F : Hardware == 2 ? 0x374B : 0x3744;

    /// <summary>Whether the text names a firmware.</summary>
    public static bool IsFirmware(string text) => FirmwareText().IsMatch(text);

    private int Field(string group)
    {
        var match = FirmwareText().Match(Firmware);
        if (!match.Success)
            throw new ArgumentException($"'{Firmware}' is no ST-LINK firmware such as V2J37", nameof(group));
        return int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^V(?<hardware>[1-3])J(?<debug>[1-5]?[0-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex FirmwareText();
}
