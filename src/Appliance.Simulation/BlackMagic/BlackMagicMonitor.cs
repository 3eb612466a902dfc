// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Simulation.BlackMagic;

/// <summary>The monitor commands of the simulated firmware (its <c>command.c</c>): those a programmer needs. A word may be cut short.</summary>
internal sealed class BlackMagicMonitor(BlackMagicTarget target, BlackMagicFlash flash, SimulatedBlackMagicOptions options, Action<string> print)
{
    private static readonly (string Name, string Help)[] General =
    [
        ("version", "Display firmware version info"), ("help", "Display help for monitor commands"), ("swd_scan", "Scan SWD interface for devices"),
        ("swdp_scan", "Deprecated: use swd_scan instead"), ("targets", "Display list of available targets"), ("connect_rst", "Configure connect under reset: [enable|disable]"),
        ("reset", "Pulse the nRST line - disconnects target"),
    ];

    /// <summary>Does one.</summary>
    /// <returns>Whether it went well; null for a command that is none.</returns>
    public bool? Run(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var word = words.Length == 0 ? "" : words[0];
        var name = General.Select(command => command.Name).FirstOrDefault(name => name.StartsWith(word, StringComparison.Ordinal));
        return name switch
        {
            "version" => Said($"Black Magic Probe {options.Firmware}, Hardware Version 3\nCopyright (C) 2010-2025 Black Magic Debug Project\n"),
            "help" => Said($"General commands:\n{string.Concat(General.Select(command => $"\t{command.Name} -- {command.Help}\n"))}"),
            "swd_scan" or "swdp_scan" => Scan(),
            "targets" => Listed(),
            "connect_rst" => ConnectUnderReset(words.Length > 1 && "enable".StartsWith(words[1], StringComparison.Ordinal)),
            "reset" => target.Reset(),
            _ when word == "erase_mass" && target.Attached && options.ErasesMass => flash.EraseMass(),
            _ => null,
        };
    }

    private bool Scan()
    {
        print($"Target voltage: {(target.Powered ? "3.3" : "0.0")}V\n");
        if (target.Scan()) return Listed();
        print("SWD scan failed!\n");
        return false;
    }

    private bool Listed()
    {
        if (target.Found is not { } chip)
        {
            print("No usable targets found.\n");
            return false;
        }

        print("Available Targets:\nNo. Att Driver\n");
        print(string.Create(CultureInfo.InvariantCulture, $"{1,2}   {(target.Attached ? '*' : ' ')}  {chip.Driver} M3\n"));
        return true;
    }

    private bool ConnectUnderReset(bool enable)
    {
        target.ConnectsUnderReset = enable;
        return Said($"Assert nRST during connect: {(enable ? "enabled" : "disabled")}\n");
    }

    private bool Said(string text)
    {
        print(text);
        return true;
    }
}
