// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Flashing.BootLoaders.Usart;
using Appliance.Ports.Gpio;
using Appliance.Ports.Serial;

namespace Appliance.Service.Composition;

/// <summary>What drives one of the boot pins.</summary>
/// <param name="Modem">An output of the serial line; <see cref="ModemOutput.None"/> where it is a GPIO line or nothing.</param>
/// <param name="Line">A GPIO line of this machine; null for none.</param>
public sealed record BootPinId(ModemOutput Modem, GpioLineName? Line)
{
    /// <summary>Not wired.</summary>
    public static readonly BootPinId None = new(ModemOutput.None, null);

    private static readonly Dictionary<string, ModemOutput> Outputs = new(StringComparer.Ordinal)
    {
        ["none"] = ModemOutput.None, ["dtr"] = ModemOutput.DtrOn, ["-dtr"] = ModemOutput.DtrOff, ["rts"] = ModemOutput.RtsOn, ["-rts"] = ModemOutput.RtsOff,
    };

    /// <summary>Reads <c>dtr</c>, <c>-dtr</c>, <c>rts</c>, <c>-rts</c>, <c>none</c> or <c>CHIP:LINE</c>.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static BootPinId Read(string key, string text)
    {
        if (Outputs.TryGetValue(text, out var output)) return new BootPinId(output, null);
        var colon = text.LastIndexOf(':');
        return colon > 0 && colon < text.Length - 1
            ? new BootPinId(ModemOutput.None, new GpioLineName(text[..colon], text[(colon + 1)..]))
            : throw new FormatException($"'{key}={text}' names no pin. A pin is dtr, -dtr, rts, -rts (- for: switched off does it), none, or CHIP:LINE of GPIO.");
    }

    /// <summary>The text it is read from.</summary>
    public string ToText() => Line is { } line ? $"{line.Chip}:{line.Line}" : Outputs.First(pair => pair.Value == Modem).Key;
}

/// <summary>
/// The boot loader of a chip on a serial line: <c>usart:DEVICE[,baud=N][,parity=even|none][,boot0=PIN][,reset=PIN]</c>. DTR and RTS are both of the line; GPIO lines are both of
/// this machine.
/// </summary>
/// <param name="Device">The line's device file.</param>
/// <param name="Format">Speed and parity.</param>
/// <param name="Boot0">What makes BOOT0 high.</param>
/// <param name="Reset">What pulls nRESET low.</param>
public sealed record UsartProbeId(string Device, SerialFormat Format, BootPinId Boot0, BootPinId Reset) : ProbeId
{
    /// <summary>The word before the colon.</summary>
    public const string Kind = "usart";

    /// <summary>What ST tests its boot loaders with at most (AN3155, section 2.2).</summary>
    private const int DefaultBaud = 115_200;

    /// <summary>The slowest and fastest line of AN3155, section 2, and of what people report.</summary>
    private const int SlowestBaud = 1200;
    private const int FastestBaud = 1_000_000;

    /// <summary>Reads what follows the first colon.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    public static UsartProbeId Read(string rest)
    {
        var parts = rest.Split(',', StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0) throw new FormatException("'usart:' needs a serial line, for example usart:/dev/ttyUSB0,baud=115200; 'probes' lists them.");
        var id = new UsartProbeId(parts[0], new SerialFormat(DefaultBaud, SerialParity.Even), BootPinId.None, BootPinId.None);
        foreach (var part in parts.Skip(1)) id = id.With(part);
        if ((id.Boot0.Modem != ModemOutput.None && id.Reset.Line is not null) || (id.Reset.Modem != ModemOutput.None && id.Boot0.Line is not null))
            throw new FormatException("'boot0' and 'reset' are both outputs of the serial line, or both GPIO lines.");
        if (id.Boot0 != BootPinId.None && Output(id.Boot0) == Output(id.Reset))
            throw new FormatException("'boot0' and 'reset' cannot be the same output.");
        return id;
    }

    /// <inheritdoc/>
    public override string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind}:{Device}{(Format.Baud == DefaultBaud ? "" : $",baud={Format.Baud}")}{(Format.Parity == SerialParity.Even ? "" : ",parity=none")}{Pin("boot0", Boot0)}{Pin("reset", Reset)}");

    private UsartProbeId With(string part)
    {
        var at = part.IndexOf('=', StringComparison.Ordinal);
        var (key, value) = at < 0 ? (part, "") : (part[..at], part[(at + 1)..]);
        return key switch
        {
            "baud" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var baud) && baud is >= SlowestBaud and <= FastestBaud =>
                this with { Format = Format with { Baud = baud } },
            "parity" when value is "even" or "none" => this with { Format = Format with { Parity = value == "even" ? SerialParity.Even : SerialParity.None } },
            "boot0" => this with { Boot0 = BootPinId.Read(key, value) },
            "reset" => this with { Reset = BootPinId.Read(key, value) },
            _ => throw new FormatException($"'{part}' is no setting of a boot loader on a serial line. Known: baud={SlowestBaud}...{FastestBaud}, parity=even|none, boot0=PIN, reset=PIN."),
        };
    }

    private static string Output(BootPinId pin) => pin.ToText().TrimStart('-');

    private static string Pin(string key, BootPinId pin) => pin == BootPinId.None ? "" : $",{key}={pin.ToText()}";
}
