// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Service.Composition;

/// <summary>A GDB server that offers flash: <c>gdb:DEVICE</c> on a serial line of this machine, <c>gdb:HOST:PORT</c> on the network, <c>black-magic[:SERIAL]</c> for an attached Black Magic Probe.</summary>
/// <param name="Device">The serial line; null for none.</param>
/// <param name="Host">The host; null for none.</param>
/// <param name="Port">Its port.</param>
/// <param name="Serial">Of a Black Magic Probe that is to be looked for; null for any.</param>
public sealed record GdbProbeId(string? Device, string? Host, int Port, string? Serial) : ProbeId
{
    /// <summary>The word before the colon.</summary>
    public const string Kind = "gdb";

    /// <summary>The word for an attached Black Magic Probe.</summary>
    public const string BlackMagic = "black-magic";

    /// <summary>The other end is a program on a network.</summary>
    public bool IsRemote => Host is not null;

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    public static GdbProbeId Read(string kind, string rest)
    {
        if (kind == BlackMagic) return new GdbProbeId(null, null, 0, rest.Length == 0 ? null : rest);
        if (rest.StartsWith('/')) return new GdbProbeId(rest, null, 0, null);
        var colon = rest.LastIndexOf(':');
        return colon > 0 && int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? new GdbProbeId(null, rest[..colon], port, null)
            : throw new FormatException($"'gdb:{rest}' needs a serial line or a host and a port from 1 to 65535, for example gdb:/dev/ttyACM0 or gdb:localhost:3333.");
    }

    /// <inheritdoc/>
    public override string ToText() =>
        Device is not null ? $"{Kind}:{Device}" : Host is not null ? $"{Kind}:{Host}:{Port}" : $"{BlackMagic}{(Serial is null ? "" : $":{Serial}")}";
}
