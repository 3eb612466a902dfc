// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Settings;

/// <summary>The keys of <c>appliance.yaml</c>; the schema states the same, and a test compares them.</summary>
internal static class SettingsWords
{
    public static readonly IReadOnlyList<string> Keys =
        ["name", "project", "probe", "data", "web", "shifts", "order", "wiring", "loopback", "pins", "panel", "tester", "power", "remote", "projects"];

    public static readonly IReadOnlyList<string> WebKeys = ["port", "listen", "tls-port", "redirect-port", "names"];

    public static readonly Words<WiringKind> Wirings = new(("direct", WiringKind.Direct), ("buffered", WiringKind.Buffered));

    public static readonly Words<FittedParts> Fitted = new(("tester", FittedParts.Tester), ("power", FittedParts.Power), ("vtref", FittedParts.Vtref));

    public static readonly IReadOnlyList<string> LoopbackKeys = ["swclk-to", "swdio-to"];

    public const string Jumper = "jumper";

    public static readonly IReadOnlyList<string> PinKeys = ["swclk", "swdio", "nreset", "direction", "nreset-gate"];

    public static readonly IReadOnlyList<string> PanelKeys = ["prog", "busy", "pass", "fail", "buzzer", "display"];

    public static readonly IReadOnlyList<string> DisplayKeys = ["controller", "bus", "address", "size", "rotated"];

    public static readonly IReadOnlyList<string> TesterKeys = ["start", "busy", "ok"];

    public static readonly IReadOnlyList<string> PowerKeys = ["switch", "vtref"];

    public static readonly IReadOnlyList<string> VtrefKeys = ["present", "adc", "channel", "divider"];

    public static readonly IReadOnlyList<string> RemoteKeys = ["tcp", "serial", "files"];

    public static readonly IReadOnlyList<string> TcpKeys = ["port", "address"];

    public static readonly IReadOnlyList<string> SerialKeys = ["device", "baud"];

    public static readonly Words<DisplayController> Controllers = new(("ssd1306", DisplayController.Ssd1306), ("sh1106", DisplayController.Sh1106));

    public static readonly Words<DisplaySize> Sizes = new(("128x64", DisplaySize.Wide64), ("128x32", DisplaySize.Wide32));

    public static readonly Words<RemoteFiles> Files = new(("none", RemoteFiles.None), ("read", RemoteFiles.Read), ("write", RemoteFiles.Write));

    public static readonly IReadOnlyList<string> ProjectKeys = ["require-signature", "sticks", "scanner", "switches"];

    public static readonly IReadOnlyList<string> SwitchKeys = ["lines", "table"];

    public static readonly IReadOnlyList<string> TableKeys = ["number", "project"];

    public static readonly IReadOnlyList<string> LineKeys = ["chip", "line", "active-low"];
}
