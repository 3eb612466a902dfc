// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;
using Appliance.Probes.Mpsse;
using Appliance.Simulation.Ftdi;

namespace Appliance.Service.Composition;

/// <summary>A simulated adapter with a chip of FTDI on a simulated board: <c>sim-ftdi:TARGET[,layout=NAME][,swd=WIRING][,fault=NAME][,seed=N]</c>.</summary>
/// <param name="Board">The board.</param>
/// <param name="Layout">Which adapter it is.</param>
/// <param name="Swd">How SWDIO is made.</param>
public sealed record SimulatedFtdiProbeId(SimulatedProbeId Board, FtdiLayout Layout, FtdiSwdWiring Swd) : ProbeId
{
    /// <summary>The word before the colon.</summary>
    public const string Kind = "sim-ftdi";
    private const string DefaultLayout = "arm-usb-ocd-h";

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">A setting is none.</exception>
    public static SimulatedFtdiProbeId Read(string rest)
    {
        var wiring = FtdiWiringId.Read(rest, out var board);
        var layout = wiring.Layout ?? FtdiLayouts.Find(DefaultLayout)!;
        return new SimulatedFtdiProbeId((SimulatedProbeId)Parse($"sim:{board}"), layout, wiring.Swd ?? layout.Wirings[0]);
    }

    /// <inheritdoc/>
    public override string ToText() => $"{Kind}:{Board.ToText()["sim:".Length..]}{new FtdiWiringId(Layout, Swd).ToText()}";

    /// <summary>Attaches the adapter with the cable that fits and makes a link over it.</summary>
    internal IDapLink Open(bool jtag)
    {
        var board = ProbeOpener.Board(Board);
        var cable = jtag ? SimulatedFtdiCable.Jtag : Swd == FtdiSwdWiring.Adapter ? SimulatedFtdiCable.Adapter : SimulatedFtdiCable.Resistor;
        var probe = board.AttachFtdi(new SimulatedFtdiOptions { Wiring = SimulatedFtdiWiring.Find(Layout.Name)!, Cable = cable });
        var pipes = probe.Device.Description.Interfaces[Layout.Channel].Endpoints;
        var (toDevice, fromDevice) = (pipes.First(pipe => !pipe.Endpoint.IsIn), pipes.First(pipe => pipe.Endpoint.IsIn));
        return MpsseProbe.Open(
            probe.OpenLink(), new FtdiPort((byte)Layout.Channel, toDevice.Endpoint, fromDevice.Endpoint, fromDevice.MaximumPacket), Layout, $"{Kind}:{board.Target}", probe.Clock,
            jtag ? null : Swd, board.Surroundings);
    }
}
