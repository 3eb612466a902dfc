// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Running;
using Appliance.Ports.Gpio;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>run</c>: one press from the shell.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var (probe, home, json) = (Options.Probe(), Options.Home(), Options.Json());
        var project = new Argument<string>("PROJECT") { Description = "Folder or .zip of the project." };
        var command = new Command("run", "Program one board with a project, prove it and record it.") { project, probe, home, json };
        command.SetAction((parsed, cancel) => Task.Run(
            () => Run(ApplianceHome.Locate(parsed.GetValue(home)), parsed.GetRequiredValue(project), parsed.GetValue(probe), parsed.GetValue(json), cancel)));
        return command;
    }

    private static int Run(ApplianceHome home, string project, string? probe, bool json, CancellationToken cancel)
    {
        var settings = home.Usable();
        var chosen = GpioProbeId.Wire(ProbeOpener.Parse(probe ?? settings.Probe), settings);
        var sessions = new SessionFactory(chosen, home.BootOptions);
        using var power = PowerEngine.Open(settings.Power, new Lazy<IGpio>(GpioEngine.Create));
        using var records = new RecordRoom(home, settings.Name, TimeProvider.System);
        var outcome = OnePress(new JobRunner(sessions, records.Keeper, TimeProvider.System, power), new ProjectOnDisk(project, chosen), json, cancel);
        if (json) Console.WriteLine(OutcomeJson.Render(outcome));
        return ExitCode(outcome);
    }

    /// <summary>Runs one job and shows it: on standard error where standard output belongs to JSON.</summary>
    internal static JobOutcome OnePress(JobRunner runner, IActiveProject project, bool json, CancellationToken cancel)
    {
        return runner.Run(project.Prepare, PressSource.Console, ConsoleView.Create(json).Take, cancel);
    }

    /// <summary>The exit code of an outcome: bad input (E1xx, settings) is 2, trouble of the appliance itself is 3, any other failure is 1.</summary>
    internal static int ExitCode(JobOutcome outcome) => outcome.Error?.Entry switch
    {
        null => ExitCodes.Pass,
        var entry when entry == Catalogue.CannotRecord || entry == Catalogue.Internal => ExitCodes.CannotWork,
        var entry when entry == Catalogue.SettingsInvalid => ExitCodes.BadInput,
        var entry when entry.Code.StartsWith("E1", StringComparison.Ordinal) => ExitCodes.BadInput,
        _ => ExitCodes.JobFailed,
    };
}
