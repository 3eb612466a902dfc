// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Settings;

/// <summary>The keys of <c>appliance.yaml</c>; the schema states the same, and a test compares them.</summary>
internal static class SettingsWords
{
    public static readonly IReadOnlyList<string> Keys = ["name", "project", "probe", "data", "web", "shifts", "order", "pins", "panel", "projects"];

    public static readonly IReadOnlyList<string> WebKeys = ["port", "listen", "tls-port", "names"];

    public static readonly IReadOnlyList<string> PinKeys = ["swclk", "swdio", "nreset"];

    public static readonly IReadOnlyList<string> PanelKeys = ["prog", "busy", "pass", "fail", "buzzer"];

    public static readonly IReadOnlyList<string> ProjectKeys = ["require-signature", "sticks", "scanner", "switches"];

    public static readonly IReadOnlyList<string> SwitchKeys = ["lines", "table"];

    public static readonly IReadOnlyList<string> TableKeys = ["number", "project"];

    public static readonly IReadOnlyList<string> LineKeys = ["chip", "line", "active-low"];
}
