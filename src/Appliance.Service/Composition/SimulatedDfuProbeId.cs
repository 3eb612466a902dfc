// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.BootLoaders.Dfu;
using Appliance.Simulation.BootLoaders;

namespace Appliance.Service.Composition;

/// <summary>The DFU boot loader of a simulated board's chip: <c>sim-dfu:TARGET[,usb=NAME][,fault=NAME][,seed=N]</c>.</summary>
/// <param name="Board">The board.</param>
/// <param name="UsbFault">Trouble of the boot loader; null for none.</param>
public sealed record SimulatedDfuProbeId(SimulatedProbeId Board, string? UsbFault) : ProbeId
{
    /// <summary>The word before the colon.</summary>
    public const string Kind = "sim-dfu";
    private const string Usb = "usb=";

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">A setting is none, or the chip has no such boot loader.</exception>
    public static SimulatedDfuProbeId Read(string rest)
    {
        var parts = rest.Split(',', StringSplitOptions.TrimEntries);
        var fault = parts.LastOrDefault(part => part.StartsWith(Usb, StringComparison.Ordinal))?[Usb.Length..];
        if (fault is not null && !DfuFaults.Names.Contains(fault))
            throw new FormatException($"'{fault}' is no trouble of a DFU boot loader. Known: {string.Join(", ", DfuFaults.Names)}.");
        var board = (SimulatedProbeId)Parse($"sim:{string.Join(',', parts.Where(part => !part.StartsWith(Usb, StringComparison.Ordinal)))}");
        return SimulatedDfu.IsIn(board.Target)
            ? new SimulatedDfuProbeId(board, fault)
            : throw new FormatException($"The simulated {board.Target} has no DFU boot loader in its ROM; stm32f105rc and stm32f107vc have.");
    }

    /// <inheritdoc/>
    public override string ToText() => $"{Kind}:{Board.ToText()["sim:".Length..]}{(UsbFault is null ? "" : $",{Usb}{UsbFault}")}";

    /// <summary>Resets the chip into its boot loader and makes a client on it.</summary>
    internal IBootLoader Open()
    {
        var board = ProbeOpener.Board(Board);
        var dfu = board.AttachDfu(new SimulatedDfuOptions { Fault = UsbFault });
        return new DfuBootLoader(dfu.OpenLink(), dfu.Clock, ToText(), board.Surroundings);
    }
}
