// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Gdb;
using Appliance.Simulation.BlackMagic;

namespace Appliance.Service.Composition;

/// <summary>A simulated Black Magic Probe on a simulated board: <c>sim-black-magic:TARGET[,firmware=TEXT][,gdb=NAME][,fault=NAME][,seed=N]</c>.</summary>
/// <param name="Board">The board.</param>
/// <param name="Firmware">Its firmware.</param>
/// <param name="GdbFault">Trouble between probe and host; null for none.</param>
public sealed record SimulatedBlackMagicProbeId(SimulatedProbeId Board, string Firmware, string? GdbFault) : ProbeId
{
    /// <summary>The word before the colon.</summary>
    public const string Kind = "sim-black-magic";
    private const string FirmwareKey = "firmware=";
    private const string GdbKey = "gdb=";

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">A setting is none.</exception>
    public static SimulatedBlackMagicProbeId Read(string rest)
    {
        var parts = rest.Split(',', StringSplitOptions.TrimEntries);
        var (firmware, fault) = (Value(FirmwareKey), Value(GdbKey));
        if (fault is not null && !BlackMagicFaults.Names.Contains(fault))
            throw new FormatException($"'{fault}' is no trouble of a Black Magic Probe. Known: {string.Join(", ", BlackMagicFaults.Names)}.");
        var board = parts.Where(part => !part.StartsWith(FirmwareKey, StringComparison.Ordinal) && !part.StartsWith(GdbKey, StringComparison.Ordinal));
        return new SimulatedBlackMagicProbeId((SimulatedProbeId)Parse($"sim:{string.Join(',', board)}"), firmware is { Length: > 0 } ? firmware : SimulatedBlackMagicOptions.DefaultFirmware, fault);

        string? Value(string key) => parts.LastOrDefault(part => part.StartsWith(key, StringComparison.Ordinal))?[key.Length..];
    }

    /// <inheritdoc/>
    public override string ToText() =>
        $"{Kind}:{Board.ToText()["sim:".Length..]}{(Firmware == SimulatedBlackMagicOptions.DefaultFirmware ? "" : $",{FirmwareKey}{Firmware}")}{(GdbFault is null ? "" : $",{GdbKey}{GdbFault}")}";

    /// <summary>Attaches the probe and makes a client of it.</summary>
    internal IBootLoader Open()
    {
        var board = ProbeOpener.Board(Board);
        var probe = board.AttachBlackMagic(new SimulatedBlackMagicOptions { Firmware = Firmware, Fault = GdbFault });
        return new GdbBootLoader(probe.OpenLine(), probe.Clock, ToText(), board.Surroundings);
    }
}
