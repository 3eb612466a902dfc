// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace Appliance.Service.Cli;

/// <summary>Options several commands share.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output." };

    public static Option<string?> Probe() => new("--probe")
    {
        Description = "The probe: sim:TARGET[,fault=NAME][,seed=N] or remote-bitbang:HOST:PORT. Without it, the one of appliance.yaml.",
        HelpName = "ID",
    };

    public static Option<string?> Home() => new("--home")
    {
        Description = "Folder of appliance.yaml, records and projects. Default: $APPLIANCE_HOME, $STATE_DIRECTORY or ~/.local/share/appliance.",
        HelpName = "FOLDER",
    };
}
