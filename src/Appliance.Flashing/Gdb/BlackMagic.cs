// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.RegularExpressions;
using Appliance.Probes;

namespace Appliance.Flashing.Gdb;

/// <summary>What is of a Black Magic Probe alone: its monitor commands (its <c>command.c</c>). Its firmware drives the target, so what it can do depends on its version.</summary>
internal sealed partial class BlackMagic(GdbServer server, string name)
{
    private const string Product = "Black Magic";

    /// <summary>Who the server is, in its own words; and a Black Magic Probe where it is one.</summary>
    public static (string? Version, BlackMagic? Probe) Ask(GdbServer server, string name, CancellationToken cancel)
    {
        var answer = server.Monitor("version", cancel);
        var version = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        return (version, version?.Contains(Product, StringComparison.Ordinal) == true ? new BlackMagic(server, name) : null);
    }

    /// <summary>Finds the target and takes it under control: as it runs, else with nRESET held low.</summary>
    /// <returns>What was found, in words, for the record.</returns>
    /// <exception cref="DapException">There is none.</exception>
    public IReadOnlyList<string> Attach(CancellationToken cancel)
    {
        var help = server.Monitor("help", cancel).Text;
        var scan = help.Contains("\tswd_scan ", StringComparison.Ordinal) ? "swd_scan" : "swdp_scan"; // older firmware knows the second alone
        var found = server.Monitor(scan, cancel);
        var path = "as it ran";
        if (TargetIn(found) is null && help.Contains("\tconnect_rst ", StringComparison.Ordinal))
        {
            server.Monitor("connect_rst enable", cancel);
            found = server.Monitor(scan, cancel);
            path = "under reset";
        }

        var voltage = VoltageLine().Match(found.Text);
        if (TargetIn(found) is not { } target) throw Nobody(voltage.Success ? voltage.Groups[1].Value : "not told");
        var attached = server.Attach(target.Number, cancel);
        if (path != "as it ran") server.Monitor("connect_rst disable", cancel);
        if (!attached)
            throw new DapException(DapFault.NoAnswer, "attach", $"{name}: the probe found {target.Driver} and cannot halt it.");
        return [$"target {target.Number}: {target.Driver}, {path}", .. voltage.Success ? [$"target voltage {voltage.Groups[1].Value}"] : Array.Empty<string>()];
    }

    /// <summary>Erases the whole chip by the firmware's own command.</summary>
    /// <returns>False where its firmware has none, or it failed.</returns>
    public bool EraseMass(TimeSpan limit, CancellationToken cancel) => server.Monitor("erase_mass", cancel, limit) is { Known: true, Done: true };

    private DapException Nobody(string voltage) =>
        new(DapFault.NoAnswer, "scan", $"{name}: the probe finds no target, neither as it runs nor under reset (target voltage {voltage}).");

    private static (int Number, string Driver)? TargetIn(MonitorAnswer scan)
    {
        if (!scan.Done || TargetLine().Match(scan.Text) is not { Success: true } line) return null;
        return (int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture), line.Groups[2].Value.Trim());
    }

    [GeneratedRegex(@"^\s*([1-9][0-9]?)\s+(?:\*\s+)?(\S.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TargetLine();

    [GeneratedRegex(@"Target voltage:\s*([^\r\n]+)", RegexOptions.CultureInvariant)]
    private static partial Regex VoltageLine();
}
