// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.Json;
using Appliance.Simulation;

namespace Appliance.Service.Cli;

/// <summary><c>probes</c>: what can be named after <c>--probe</c> on this machine.</summary>
internal static class ProbesCommand
{
    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command("probes", "List the probes that can be used here.") { json };
        command.SetAction(parsed => List(parsed.GetValue(json)));
        return command;
    }

    private static int List(bool json)
    {
        var simulated = SimulatedTargets.Names.Select(name => $"sim:{name}").ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                attached = Array.Empty<string>(), simulated, faults = Faults.Names, remote = new[] { "remote-bitbang:HOST:PORT" },
            }));
            return ExitCodes.Pass;
        }

        Console.WriteLine("Attached: none. USB probes are not supported yet.");
        Console.WriteLine("Remote:   remote-bitbang:HOST:PORT");
        Console.WriteLine("Simulated boards (add ,fault=NAME for a board with trouble):");
        foreach (var name in simulated) Console.WriteLine($"  {name}");
        Console.WriteLine("Faults:");
        foreach (var name in Faults.Names) Console.WriteLine($"  {name,-24} {Faults.Describe(name)}");
        return ExitCodes.Pass;
    }
}
