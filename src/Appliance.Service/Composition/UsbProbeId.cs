// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Composition;

/// <summary>An attached probe, or a chip in its USB boot loader: <c>st-link[:SERIAL]</c>, <c>cmsis-dap[:SERIAL]</c>, <c>j-link[:SERIAL]</c>, <c>dfu[:SERIAL]</c> or <c>usb:PATH[,serial=TEXT]</c>. What is named must all be so.</summary>
/// <param name="Family">What it is: <see cref="StLink"/>, <see cref="CmsisDap"/>, <see cref="JLink"/>, <see cref="Dfu"/> or null for any probe.</param>
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

    private const string SerialKey = "serial=";

    /// <summary>Reads what follows the first colon.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    public static UsbProbeId Read(string kind, string rest)
    {
        if (kind != "usb") return new UsbProbeId(kind, null, rest.Length == 0 ? null : rest);
        var comma = rest.IndexOf(',', StringComparison.Ordinal);
        var (path, setting) = comma < 0 ? (rest, null) : (rest[..comma], rest[(comma + 1)..].Trim());
        if (path.Length == 0) throw new FormatException("'usb:' needs the path of a socket, for example usb:1-1.4; 'probes' lists them.");
        if (setting is not null && (!setting.StartsWith(SerialKey, StringComparison.Ordinal) || setting.Length == SerialKey.Length))
            throw new FormatException($"'{setting}' is no setting of a probe on USB. Known: serial=TEXT.");
        return new UsbProbeId(null, path, setting?[SerialKey.Length..]);
    }

    /// <inheritdoc/>
    public override string ToText() => Path is null
        ? $"{Family}{(Serial is null ? "" : $":{Serial}")}"
        : $"usb:{Path}{(Serial is null ? "" : $",{SerialKey}{Serial}")}";
}
