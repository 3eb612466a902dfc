// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Wires;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.Jtag;
using Appliance.Service.Probes;

namespace Appliance.Service.Composition;

/// <summary>A wire used for JTAG and not for SWD: <c>jtag:</c> and <c>sim:</c>, <c>sim-stlink:</c>, <c>sim-cmsis-dap:</c>, <c>sim-jlink:</c>, <c>sim-ftdi:</c>, <c>remote-bitbang:</c>, <c>st-link</c>, <c>cmsis-dap</c>, <c>j-link</c>, <c>ftdi</c> or <c>usb:</c>.</summary>
/// <param name="Wire">The wire.</param>
public sealed record JtagProbeId(ProbeId Wire) : ProbeId
{
    /// <summary>What its text begins with.</summary>
    public const string Kind = "jtag";

    /// <summary>Reads what follows the colon.</summary>
    /// <exception cref="FormatException">It is no probe, or none that has JTAG.</exception>
    public static JtagProbeId Read(string rest) => Parse(rest) switch
    {
        SimulatedProbeId or SimulatedStLinkProbeId or SimulatedCmsisDapProbeId or SimulatedJLinkProbeId or SimulatedFtdiProbeId or RemoteBitbangProbeId
            or UsbProbeId { Family: null or UsbProbeId.StLink or UsbProbeId.CmsisDap or UsbProbeId.JLink or UsbProbeId.Ftdi } => new JtagProbeId(Parse(rest)),
        var other => throw new FormatException(
            $"'{other.ToText()}' is not used for JTAG: 'jtag:' goes before st-link, cmsis-dap, j-link, ftdi, usb:PATH (of one of them), sim:TARGET, sim-stlink:TARGET, sim-cmsis-dap:TARGET, sim-jlink:TARGET, sim-ftdi:TARGET or remote-bitbang:HOST:PORT."),
    };

    /// <inheritdoc/>
    public override string ToText() => $"{Kind}:{Wire.ToText()}";

    /// <summary>Opens the wire and makes a link.</summary>
    /// <param name="deadline">How long a remote wire may take to answer.</param>
    /// <exception cref="WireException">The wire cannot be opened.</exception>
    internal IDapLink Open(TimeSpan deadline) => Wire switch
    {
        SimulatedProbeId simulated => new JtagLink(ProbeOpener.Board(simulated).OpenJtag()),
        SimulatedStLinkProbeId probe => ProbeOpener.OpenStLink(probe, jtag: true),
        SimulatedCmsisDapProbeId probe => probe.Open(jtag: true),
        SimulatedJLinkProbeId probe => probe.Open(jtag: true),
        SimulatedFtdiProbeId probe => probe.Open(jtag: true),
        RemoteBitbangProbeId remote => new JtagLink(RemoteBitbangLine.Open(remote.Host, remote.Port, deadline)),
        UsbProbeId usb => UsbProbes.Open(UsbEngine.Bus, usb, jtag: true),
        _ => throw new InvalidOperationException($"{Wire.ToText()} has no JTAG."),
    };
}
