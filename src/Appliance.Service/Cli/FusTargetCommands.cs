// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Flashing;
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Operations;
using Appliance.Jobs.Coprocessor;
using Appliance.Jobs.Outcomes;
using Appliance.Platform.Files;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Service.Composition;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Cli;

/// <summary><c>fus state</c>, <c>install</c>, <c>upgrade</c>, <c>delete</c>, <c>start</c>: the coprocessor of the board that is attached. The plan is shown first.</summary>
internal static class FusTargetCommands
{
    private const int Hertz = 4_000_000;

    public static Command State() => Make("state", "Show FUS and stack of the board.", [], (_, _) => new FusWish(), changes: false);

    public static Command Delete() => Make("delete", "Delete the wireless stack.", [], (_, _) => new FusWish { Delete = true });

    public static Command Start() => Make("start", "Have the wireless stack start instead of FUS.", [], (_, _) => new FusWish { Start = true });

    public static Command Upgrade()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Images of FUS, all that the way up may need.", Arity = ArgumentArity.OneOrMore };
        var unknown = Unknown();
        return Make("upgrade", "Bring FUS up to the newest of the images given, by every step between.", [files, unknown],
            (parsed, simulated) => new FusWish { Files = Read(parsed.GetRequiredValue(files), simulated), TakeUnknown = parsed.GetValue(unknown) });
    }

    public static Command Install()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "The image of the stack, and images of FUS it may need before.", Arity = ArgumentArity.OneOrMore };
        var keep = new Option<bool>("--keep-pairing") { Description = "Keep pairing data: install beside the stack that is there (FUS 2)." };
        var address = new Option<string?>("--address") { Description = "Where the stack is put, in the place of the computed address.", HelpName = "ADDRESS" };
        var unknown = Unknown();
        return Make("install", "Install a wireless stack.", [files, keep, address, unknown], (parsed, simulated) => new FusWish
        {
            Files = Read(parsed.GetRequiredValue(files), simulated), KeepPairing = parsed.GetValue(keep), TakeUnknown = parsed.GetValue(unknown),
            Address = parsed.GetValue(address) is { } text ? ImageCommand.Address(text) : null,
        });
    }

    internal static Option<bool> Unknown() => new("--unknown") { Description = "Take images that are in no release of ST known here." };

    internal static IReadOnlyList<FusFile> Read(FileInfo[] files, bool simulated) => [.. files.Select(file => FusCommand.File(file, CoprocessorFiles.More(simulated)))];

    internal static Command Make(string name, string what, IReadOnlyList<Symbol> symbols, Func<ParseResult, bool, FusWish> wish, bool changes = true)
    {
        var (probe, home, json) = (Options.Probe(), Options.Home(), Options.Json());
        var target = new Option<string?>("--target") { Description = "The chip, for example stm32wb55rg; not needed for a simulated board.", HelpName = "NAME" };
        var planOnly = new Option<bool>("--plan") { Description = "Show the plan and change nothing but the start from system memory, which is put back." };
        var command = new Command(name, what) { probe, target, home, json };
        if (changes) command.Options.Add(planOnly);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }

        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var place = ApplianceHome.Locate(parsed.GetValue(home));
            var settings = place.Usable();
            var id = GpioProbeId.Wire(ProbeOpener.Parse(parsed.GetValue(probe) ?? settings.Probe), settings);
            var job = new Press(id, Chip(parsed.GetValue(target), id), place, parsed.GetValue(json), !changes || parsed.GetValue(planOnly));
            return job.Run(wish(parsed, SessionFactory.IsSimulated(id)), cancel);
        }));
        return command;
    }

    private static ChipDescription Chip(string? name, ProbeId probe)
    {
        var wanted = name ?? (probe as SimulatedProbeId)?.Target ?? throw new BadInputException("Name the chip: --target stm32wb55rg.");
        return ChipCatalog.Default.TryFind(wanted.ToLowerInvariant(), out var chip) && chip is not null
            ? chip
            : throw new BadInputException($"There is no target '{wanted}'. Near: {string.Join(", ", ChipCatalog.Default.Nearest(wanted))}.");
    }

    /// <summary>One connection from the shell, from plan to restored option bytes.</summary>
    private sealed class Press(ProbeId probe, ChipDescription chip, ApplianceHome home, bool json, bool planOnly)
    {
        public int Run(FusWish wish, CancellationToken cancel)
        {
            try
            {
                using var link = ProbeOpener.Open(probe);
                var session = new FusSession(link, chip, new KeptOptions(() => new DurableFolder(home.BootOptions)), Hertz);
                try
                {
                    return Run(session, wish, cancel);
                }
                finally
                {
                    foreach (var warning in session.Warnings) Console.Error.WriteLine($"{warning.Code}: {warning.Text}");
                }
            }
            catch (Exception failed) when (failed is FusException or DapException or TargetException or WireException or FlashException or JobFailure)
            {
                var error = OutcomeTranslator.Translate(failed, JobStage.Coprocessor);
                Console.Error.WriteLine($"{error.Entry.Code} {error.Entry.Cause}: {error.Details}\n{error.Entry.Action}");
                return failed is FusException { Fault: FusFault.Refused } ? ExitCodes.BadInput : ExitCodes.JobFailed;
            }
        }

        private int Run(FusSession session, FusWish wish, CancellationToken cancel)
        {
            var situation = session.Connect(cancel, mayRecover: !planOnly && wish.Files.Count > 0);
            var plan = session.Plan(wish, situation);
            FusText.Plan(Console.Error, plan);
            var done = new List<FusStepDone>();
            try
            {
                if (!planOnly && plan.Refusals.Count == 0) session.Reach(wish, step => Tell(step, done), cancel);
            }
            catch when (!session.IsWorking)
            {
                session.Restore(CancellationToken.None);
                throw;
            }

            situation = session.Restore(cancel);
            Console.Write(json ? FusText.Json(situation, chip, plan, done) : FusText.Situation(situation, chip));
            return plan.Refusals.Count == 0 ? ExitCodes.Pass : ExitCodes.BadInput;
        }

        private static void Tell(FusStepDone step, List<FusStepDone> done)
        {
            done.Add(step);
            Console.Error.WriteLine(FusText.Done(step));
        }
    }
}
