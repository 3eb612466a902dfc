// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Appliance.Jobs.Outcomes;
using Appliance.Platform.Wires;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.StLink;
using Appliance.Probes.Swd;
using Appliance.Service.Cli;
using Appliance.Service.Probes;
using Appliance.Simulation;
using Appliance.Simulation.Fus;
using Appliance.Simulation.StLink;

namespace Appliance.Service.Composition;

/// <summary>Makes wires and links of what a person calls a probe. A simulated board lives as long as the process: its flash keeps what was programmed.</summary>
internal static class ProbeOpener
{
    /// <summary>A server on the same machine or network answers within milliseconds; one that takes this long is gone.</summary>
    private static readonly TimeSpan RemoteDeadline = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<SimulatedProbeId, SimulatedBoard> Boards = new();

    /// <summary>Reads a probe's name.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static ProbeId Parse(string text)
    {
        try
        {
            var id = ProbeId.Parse(text);
            if ((id is JtagProbeId jtag ? jtag.Wire : id) is SimulatedProbeId simulated) RefuseUnknown(simulated);
            if (id is SimulatedUsartProbeId usart) RefuseWithoutBootLoader(usart.Board);
            if (id is SimulatedDfuProbeId dfu) RefuseWithoutBootLoader(dfu.Board);
            if (id is SimulatedBlackMagicProbeId blackMagic) RefuseWithoutBootLoader(blackMagic.Board);
            return id;
        }
        catch (FormatException bad)
        {
            throw new BadInputException(bad.Message);
        }
    }

    /// <summary>Reads the probe of the settings; one that is none comes up too, and ends every press with its reason.</summary>
    public static ProbeId ParseSettings(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (BadInputException bad)
        {
            return new UnusableProbeId(text, bad.Message);
        }
    }

    /// <summary>Opens the wire and makes a link.</summary>
    /// <exception cref="WireException">The wire cannot be opened.</exception>
    /// <exception cref="BadInputException">The name means nothing here.</exception>
    /// <exception cref="JobFailure">No attached probe is meant, or more than one.</exception>
    public static IDapLink Open(ProbeId id) => id switch
    {
        SimulatedCmsisDapProbeId probe => probe.Open(jtag: false),
        SimulatedStLinkProbeId stLink => OpenStLink(stLink, jtag: false),
        SimulatedJLinkProbeId jLink => jLink.Open(jtag: false),
        SimulatedFtdiProbeId ftdi => ftdi.Open(jtag: false),
        JtagProbeId jtag => jtag.Open(RemoteDeadline),
        _ when ProbeRoute.IsBootLoader(id) => throw new BadInputException($"{id.ToText()} is a boot loader: it runs jobs, but shows nobody a core."),
        AutoProbeId => UsbProbes.OpenOnly(UsbEngine.Bus),
        UsbProbeId usb => UsbProbes.Open(UsbEngine.Bus, usb),
        _ => new SwdLink(OpenLine(id)),
    };

    /// <summary>The simulated board of a name.</summary>
    public static SimulatedBoard Board(SimulatedProbeId id) => Boards.GetOrAdd(id, Make);

    /// <summary>An ST-LINK on a simulated board.</summary>
    public static IDapLink OpenStLink(SimulatedStLinkProbeId id, bool jtag)
    {
        var board = Board(id.Board);
        var probe = board.AttachStLink(new SimulatedStLinkOptions { Firmware = id.Firmware });
        return StLinkProbe.Open(probe.OpenPipe(), probe.Clock, board.Surroundings, jtag);
    }

    private static ISwdLine OpenLine(ProbeId id) => id switch
    {
        SimulatedProbeId simulated => Board(simulated).OpenSwd(),
        GpioProbeId gpio => gpio.Open(),
        RemoteBitbangProbeId remote => RemoteBitbangLine.Open(remote.Host, remote.Port, RemoteDeadline),
        UnusableProbeId unusable => throw new BadInputException(unusable.Why),
        _ => throw new InvalidOperationException($"{id.ToText()} has no line."),
    };

    private static SimulatedBoard Make(SimulatedProbeId id)
    {
        RefuseUnknown(id);
        return SimulatedBoard.Create(id.Target, new SimulationOptions
        {
            Fault = id.Fault, Seed = id.Seed, Cpu = CpuEngine.Engines, Coprocessor = new CoprocessorOptions { Fus = id.Fus ?? CoprocessorOptions.DefaultFus },
        });
    }

    private static void RefuseWithoutBootLoader(SimulatedProbeId id)
    {
        RefuseUnknown(id);
        if (!SimulatedTargets.WithBootLoader.Contains(id.Target))
            throw new BadInputException($"The boot loader of {id.Target} is not simulated. Simulated: {string.Join(", ", SimulatedTargets.WithBootLoader)}.");
    }

    private static void RefuseUnknown(SimulatedProbeId id)
    {
        if (!SimulatedTargets.Names.Contains(id.Target))
            throw new BadInputException($"There is no simulated {id.Target}. Simulated: {string.Join(", ", SimulatedTargets.Names)}.");
        if (id.Fault is { } fault && !Faults.Names.Contains(fault))
            throw new BadInputException($"There is no fault '{fault}'. Faults: {string.Join(", ", Faults.Names)}.");
    }
}
