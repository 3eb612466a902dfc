// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.BootLoaders.Usart;
using Appliance.Ports.Serial;
using Appliance.Simulation.BootLoaders;

namespace Appliance.Service.Composition;

/// <summary>The boot loader of a simulated board's chip on a simulated serial line: <c>sim-usart:TARGET[,line=NAME][,pins=none][,fault=NAME][,seed=N]</c>.</summary>
/// <param name="Board">The board.</param>
/// <param name="LineFault">Trouble on the line; null for none.</param>
/// <param name="Pins">Whether BOOT0 and nRESET are wired; else BOOT0 is strapped high.</param>
public sealed record SimulatedUsartProbeId(SimulatedProbeId Board, string? LineFault, bool Pins) : ProbeId
{
    /// <summary>The word before the colon.</summary>
    public const string Kind = "sim-usart";
    private const string Line = "line=";
    private const string NoPins = "pins=none";

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">A setting is none.</exception>
    public static SimulatedUsartProbeId Read(string rest)
    {
        var parts = rest.Split(',', StringSplitOptions.TrimEntries);
        var fault = parts.LastOrDefault(part => part.StartsWith(Line, StringComparison.Ordinal))?[Line.Length..];
        if (fault is not null && !UsartFaults.Names.Contains(fault))
            throw new FormatException($"'{fault}' is no trouble of a serial line. Known: {string.Join(", ", UsartFaults.Names)}.");
        var board = parts.Where(part => !part.StartsWith(Line, StringComparison.Ordinal) && part != NoPins);
        return new SimulatedUsartProbeId((SimulatedProbeId)Parse($"sim:{string.Join(',', board)}"), fault, !parts.Contains(NoPins));
    }

    /// <inheritdoc/>
    public override string ToText() => $"{Kind}:{Board.ToText()["sim:".Length..]}{(LineFault is null ? "" : $",{Line}{LineFault}")}{(Pins ? "" : $",{NoPins}")}";

    /// <summary>Wires the line and makes a client on it.</summary>
    internal IBootLoader Open()
    {
        var board = ProbeOpener.Board(Board);
        var usart = board.AttachUsart(new SimulatedUsartOptions { Fault = LineFault, ResetWired = Pins, Boot0Strapped = !Pins });
        var line = usart.OpenLine(new SerialFormat(115_200, SerialParity.Even));
        IBootPins pins = Pins ? new ModemBootPins(line, ModemOutput.RtsOff, ModemOutput.DtrOn) : new NoBootPins();
        return new UsartBootLoader(line, pins, usart.Clock, ToText(), board.Surroundings);
    }
}
