// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.Json;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Cli;

/// <summary><c>targets</c>: the chips that are supported.</summary>
internal static class TargetsCommand
{
    public static Command Create()
    {
        var json = Options.Json();
        var name = new Argument<string?>("NAME") { Description = "Show only chips whose names begin so.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("targets", "List the chips that are supported.") { name, json };
        command.SetAction(parsed => List(parsed.GetValue(name) ?? "", parsed.GetValue(json)));
        return command;
    }

    private static int List(string beginning, bool json)
    {
        var chips = ChipCatalog.Default.Chips.Where(chip => chip.Name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)).ToList();
        if (chips.Count == 0) throw new BadInputException($"No chip is called '{beginning}…'. Near: {string.Join(", ", ChipCatalog.Default.Nearest(beginning))}.");
        if (json)
        {
            var rows = chips.Select(chip => new { name = chip.Name, family = chip.Family, flashBytes = chip.FlashBytes, ramBytes = RamBytes(chip), simulated = Simulated(chip) });
            Console.WriteLine(JsonSerializer.Serialize(new { targets = rows }));
            return ExitCodes.Pass;
        }

        foreach (var chip in chips) Console.WriteLine($"{chip.Name,-14} {chip.Family,-8} flash {chip.FlashBytes / 1024,5} KiB   RAM {RamBytes(chip) / 1024,4} KiB{(Simulated(chip) ? "   simulated" : "")}");
        return ExitCodes.Pass;
    }

    private static bool Simulated(ChipDescription chip) => SimulatedTargets.Names.Contains(chip.Name);

    private static long RamBytes(ChipDescription chip) => chip.Ram.Sum(region => (long)region.Size);
}
