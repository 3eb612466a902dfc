// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Composition;

/// <summary>An attached probe, or a chip in its USB boot loader: <c>st-link[:SERIAL]</c>, <c>cmsis-dap[:SERIAL]</c>, <c>j-link[:SERIAL]</c>, <c>dfu[:SERIAL]</c>, <c>ftdi[:SERIAL][,layout=NAME][,swd=WIRING]</c> or <c>usb:PATH[,serial=TEXT][,layout=NAME][,swd=WIRING]</c>. What is named must all be so.</summary>
/// <param name="Family">What it is: <see cref="StLink"/>, <see cref="CmsisDap"/>, <see cref="JLink"/>, <see cref="Dfu"/>, <see cref="Ftdi"/> or null for any probe.</param>
/// <param name="Path">Where it is plugged in, as Linux names it (<c>1-1.4</c>); null for anywhere.</param>
/// <param name="Serial">Its serial number; null for any.</param>
public sealed record UsbProbeId(string? Family, string? Path, string? Serial) : ProbeId
{
    /// <summary>Any ST-LINK.</summary>
    public const string StLink = "st-link";

    /// <summary>Any CMSIS-DAP probe.</summary>
    public const string CmsisDap = "cmsis-dap";

    /// <summary>Any J-Link.</summary>
    public const string JLink = "j-link";

    /// <summary>A chip in its USB boot loader.</summary>
    public const string Dfu = "dfu";

    /// <summary>Any adapter with a chip of FTDI.</summary>
    public const string Ftdi = "ftdi";

    private const string SerialKey = "serial=";

    /// <summary>How an adapter with a chip of FTDI is wired; nothing named: the layout of its numbers, and the usual wiring.</summary>
    public FtdiWiringId Wiring { get; init; } = FtdiWiringId.Usual;

    /// <summary>Reads what follows the first colon.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    public static UsbProbeId Read(string kind, string rest)
    {
        if (kind is not ("usb" or Ftdi)) return new UsbProbeId(kind, null, rest.Length == 0 ? null : rest);
        var wiring = FtdiWiringId.Read(rest, out var others);
        if (kind == Ftdi) return new UsbProbeId(kind, null, others.Length == 0 ? null : others) { Wiring = wiring };
        var comma = others.IndexOf(',', StringComparison.Ordinal);
        var (path, setting) = comma < 0 ? (others, null) : (others[..comma], others[(comma + 1)..].Trim());
        if (path.Length == 0) throw new FormatException("'usb:' needs the path of a socket, for example usb:1-1.4; 'probes' lists them.");
        if (setting is not null && (!setting.StartsWith(SerialKey, StringComparison.Ordinal) || setting.Length == SerialKey.Length))
            throw new FormatException($"'{setting}' is no setting of a probe on USB. Known: serial=TEXT, layout=NAME, swd=WIRING.");
        return new UsbProbeId(null, path, setting?[SerialKey.Length..]) { Wiring = wiring };
    }

    /// <inheritdoc/>
    public override string ToText() => Path is null
        ? $"{Family}{(Serial is null ? "" : $":{Serial}")}{Wiring.ToText()}"
        : $"usb:{Path}{(Serial is null ? "" : $",{SerialKey}{Serial}")}{Wiring.ToText()}";
}
