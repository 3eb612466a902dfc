// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.DebugRoute;

/// <summary>One way of reaching a target.</summary>
/// <param name="Hertz">SWCLK asked for.</param>
/// <param name="UnderReset">With nRESET held low until the core is caught.</param>
internal sealed record AttachRung(int Hertz, bool UnderReset)
{
    /// <summary>Clocks to fall back to: board wiring that fails at the wanted clock mostly works at one of these.</summary>
    private static readonly int[] SlowerHertz = [1_000_000, 400_000, 100_000];

    /// <summary>The rungs of a mode, in the order they are tried: as asked, then under reset, then slower both ways.</summary>
    public static IReadOnlyList<AttachRung> For(ConnectSettings settings, WireFeatures features)
    {
        var canReset = features.HasFlag(WireFeatures.Reset);
        if (settings.Mode == ConnectMode.UnderReset && !canReset)
        {
            throw new FlashException(
                FlashFault.Unsupported, "The project asks to connect under reset, and this probe has no nRESET line.", null, "nRESET", "none");
        }

        bool[] ways = settings.Mode switch
        {
            ConnectMode.Normal => [false],
            ConnectMode.UnderReset => [true],
            _ => canReset ? [false, true] : [false],
        };
        return [.. SlowerHertz.Where(hertz => hertz < settings.Hertz).Prepend(settings.Hertz).SelectMany(hertz => ways.Select(way => new AttachRung(hertz, way)))];
    }

    /// <summary>For the connect path: <c>4 MHz, under reset</c>.</summary>
    public override string ToString()
    {
        var clock = Hertz >= 1_000_000
            ? (Hertz / 1e6).ToString("0.###", CultureInfo.InvariantCulture) + " MHz"
            : (Hertz / 1e3).ToString("0.###", CultureInfo.InvariantCulture) + " kHz";
        return UnderReset ? $"{clock}, under reset" : $"{clock}, normal";
    }
}
