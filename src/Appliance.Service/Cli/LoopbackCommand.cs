// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Appliance.Jobs.Settings;
using Appliance.Ports.Wires;
using Appliance.Probes.Loopback;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>loopback</c>: the lines of the wire tested without a target.</summary>
internal static class LoopbackCommand
{
    public static Command Create()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var clock = new Option<string?>("--swclk-to") { Description = "Spare line that SWCLK is jumped to, of the same chip.", HelpName = "LINE" };
        var data = new Option<string?>("--swdio-to") { Description = "Spare line that SWDIO is jumped to, of the same chip.", HelpName = "LINE" };
        var command = new Command("loopback", "Test the wire's GPIO lines. Take the target off and join SWCLK and SWDIO by a jumper, or each with a spare line.")
        {
            clock, data, home, json,
        };
        command.SetAction(parsed => Run(ApplianceHome.Locate(parsed.GetValue(home)), parsed.GetValue(clock), parsed.GetValue(data), parsed.GetValue(json)));
        return command;
    }

    private static int Run(ApplianceHome home, string? clockTo, string? dataTo, bool json)
    {
        if (clockTo is null != dataTo is null) throw new BadInputException("--swclk-to and --swdio-to go together.");
        var probe = GpioProbeId.Wire(new GpioProbeId(null), home.Usable());
        if (probe is not GpioProbeId { Pins: { } pins }) throw new BadInputException(((UnusableProbeId)probe).Why);
        if (!json) Console.WriteLine(ToConnect(pins, clockTo, dataTo));
        var report = WireLoopback.Run(probe, new LoopbackSettings(clockTo, dataTo));
        Show(report, json);
        return report.Passed ? ExitCodes.Pass : ExitCodes.JobFailed;
    }

    private static string ToConnect(WirePins pins, string? clockTo, string? dataTo) => clockTo is null
        ? $"No target; one jumper between {pins.Swclk.Line} (SWCLK) and {pins.Swdio[0].Line} (SWDIO)."
        : $"No target; one jumper between {pins.Swclk.Line} (SWCLK) and {clockTo}, one between {pins.Swdio[0].Line} (SWDIO) and {dataTo}.";

    private static void Show(LoopbackReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                passed = report.Passed, maxHertz = report.MaxHertz,
                findings = report.Findings.Select(finding => new { fault = finding.Fault.ToString(), line = finding.Line.Line, other = finding.Other?.Line, text = finding.ToString() }),
            }));
            return;
        }

        foreach (var finding in report.Findings) Console.WriteLine($"FAIL  {finding}");
        if (report.Passed) Console.WriteLine("PASS  the lines are sound.");
        if (report.MaxHertz is > 0 and var hertz) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      SWCLK up to {hertz / 1e6:0.00} MHz was read without an error."));
    }
}
