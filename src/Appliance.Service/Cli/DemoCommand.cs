// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;
using Appliance.Service.Composition;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Cli;

/// <summary><c>demo</c>: the whole appliance on a simulated line.</summary>
internal static class DemoCommand
{
    private const string DefaultTarget = "stm32f103cb";

    public static Command Create()
    {
        var target = new Option<string>("--target") { Description = "The simulated chip.", DefaultValueFactory = _ => DefaultTarget, HelpName = "NAME" };
        var fault = new Option<string?>("--fault") { Description = "Trouble on the board; 'probes' lists the names.", HelpName = "NAME" };
        var serve = new Option<bool>("--serve") { Description = "Serve the page and wait for PROG instead of pressing it." };
        var port = ServeCommand.Port();
        var (home, json) = (Options.Home(), Options.Json());
        var command = new Command("demo", "Program a simulated board: load a project, press PROG, show stages, lamps, verdict and record.")
        {
            target, fault, serve, port, home, json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var probe = new SimulatedProbeId(parsed.GetValue(target)!.ToLowerInvariant(), parsed.GetValue(fault), SimulatedProbeId.DefaultSeed);
            ProbeOpener.Board(probe);
            var folder = ApplianceHome.Locate(parsed.GetValue(home));
            var project = WriteProject(folder, probe.Target);
            if (parsed.GetValue(serve)) return ServeCommand.Serve(folder, probe, new ProjectOnDisk(project), Options.InRange(parsed.GetValue(port), "--port"), new PanelParts(new SimulatedPanel()), cancel);
            return Task.Run(() => Press(folder, probe, project, parsed.GetValue(json), cancel), CancellationToken.None);
        });
        return command;
    }

    private static string WriteProject(ApplianceHome home, string target)
    {
        var path = Path.Combine(home.Path, "demo", target);
        DemoProject.Create(ChipCatalog.Default.Find(target)).WriteFolder(path);
        return path;
    }

    private static int Press(ApplianceHome home, SimulatedProbeId probe, string project, bool json, CancellationToken cancel)
    {
        using var records = new RecordRoom(home, home.Usable().Name, TimeProvider.System);
        var runner = new JobRunner(new SessionFactory(probe), records.Keeper, TimeProvider.System);
        var asks = !json && !Console.IsInputRedirected && !Console.IsOutputRedirected;
        if (!json) Console.WriteLine($"Simulated line: {probe.ToText()}, project {project}");
        if (asks) WaitForProg();
        var outcome = RunCommand.OnePress(runner, new ProjectOnDisk(project), json, cancel);
        Console.WriteLine(json ? OutcomeJson.Render(outcome) : Lamps(outcome));
        return RunCommand.ExitCode(outcome);
    }

    private static void WaitForProg()
    {
        Console.Write("Enter = PROG ");
        Console.ReadLine();
    }

    /// <summary>The lamps as the operator sees them at the end, by the table of the panel.</summary>
    private static string Lamps(JobOutcome outcome)
    {
        var row = PanelTable.For(outcome.Verdict == Verdict.Pass ? PanelState.Pass : outcome.Error!.Entry == Catalogue.CannotRecord ? PanelState.CannotRecord : PanelState.Fail);
        return $"Panel: yellow {row.Busy.Name}, green {row.Pass.Name}, red {row.Fail.Name}, buzzer {row.Buzzer.Name}. {row.Operator}";
    }
}
