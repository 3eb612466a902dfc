// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Mpsse;

namespace Appliance.Service.Composition;

/// <summary>How an adapter with a chip of FTDI is wired, as a person says it: <c>layout=NAME</c> and <c>swd=adapter|resistor</c>.</summary>
/// <param name="Layout">The layout; null for that of its numbers.</param>
/// <param name="Swd">How SWDIO is made; null for the usual way of the layout.</param>
public sealed record FtdiWiringId(FtdiLayout? Layout, FtdiSwdWiring? Swd)
{
    /// <summary>Nothing named.</summary>
    public static readonly FtdiWiringId Usual = new(null, null);

    private const string LayoutKey = "layout=", SwdKey = "swd=";

    /// <summary>Takes the settings of the wiring out of a probe's name.</summary>
    /// <param name="text">What follows the colon.</param>
    /// <param name="others">What is left of it.</param>
    /// <exception cref="FormatException">A layout or a wiring is none.</exception>
    public static FtdiWiringId Read(string text, out string others)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        others = string.Join(',', parts.Where(part => !Starts(part, LayoutKey) && !Starts(part, SwdKey)));
        var (layout, swd) = (Value(parts, LayoutKey), Value(parts, SwdKey));
        var found = layout is null
            ? null
            : FtdiLayouts.Find(layout) ?? throw new FormatException($"'{layout}' is no layout. Known: {string.Join(", ", FtdiLayouts.All.Select(one => one.Name))}.");
        return new FtdiWiringId(found, swd is null ? null : Wiring(swd));
    }

    /// <summary>The settings behind a probe's name, each with a comma in front.</summary>
    public string ToText() => $"{(Layout is null ? "" : $",{LayoutKey}{Layout.Name}")}{(Swd is null ? "" : $",{SwdKey}{Swd.Value.ToString().ToLowerInvariant()}")}";

    private static FtdiSwdWiring Wiring(string text) => text switch
    {
        "adapter" => FtdiSwdWiring.Adapter,
        "resistor" => FtdiSwdWiring.Resistor,
        _ => throw new FormatException($"'{text}' is no wiring of SWD. Known: adapter (nTRST low turns it on, TMS drives), resistor (TDI through it to SWDIO, TDO on SWDIO)."),
    };

    private static string? Value(string[] parts, string key) => parts.LastOrDefault(part => Starts(part, key))?[key.Length..];

    private static bool Starts(string part, string key) => part.StartsWith(key, StringComparison.Ordinal);
}
