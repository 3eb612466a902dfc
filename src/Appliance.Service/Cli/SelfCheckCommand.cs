// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.Json;
using Appliance.Jobs.SelfChecks;
using Appliance.Service.Composition;
using Appliance.Service.Web;

namespace Appliance.Service.Cli;

/// <summary><c>selfcheck</c>: what the service looks at when it starts, for a shell.</summary>
internal static class SelfCheckCommand
{
    public static Command Create()
    {
        var (home, json) = (Options.Home(), Options.Json());
        var command = new Command("selfcheck", "Look at disk, clock, journal, panel and probe, as the service does when it starts.") { home, json };
        command.SetAction((parsed, cancel) => Check(ApplianceHome.Locate(parsed.GetValue(home)), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> Check(ApplianceHome home, bool json, CancellationToken cancel)
    {
        var settings = home.Settings.Settings;
        var checks = StartChecks.OfShell(home, GpioProbeId.Wire(ProbeOpener.ParseSettings(settings.Probe), settings));
        var reports = await SelfCheckRound.Run(checks, TimeProvider.System, cancel);
        if (json) Console.WriteLine(JsonSerializer.Serialize(SelfChecksView.Of(reports), PanelJson.Options));
        else foreach (var report in reports) Console.WriteLine(Line(report));
        return reports.Any(report => report.Stops) ? ExitCodes.CannotWork
            : reports.Any(report => report.Finding.State == SelfCheckState.Fail) ? ExitCodes.JobFailed : ExitCodes.Pass;
    }

    private static string Line(SelfCheckReport report) =>
        $"{report.Finding.State.ToString().ToUpperInvariant(),-5} {report.Name,-8} {report.Finding.Seen} {report.Finding.Action}".TrimEnd();
}
