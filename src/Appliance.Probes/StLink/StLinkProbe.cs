// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;

namespace Appliance.Probes.StLink;

/// <summary>From a probe to the link its firmware can make: with registers from V2J24 on, by memory commands alone before.</summary>
public static class StLinkProbe
{
    /// <summary>Asks the probe who it is and makes a link over it; parameters as <see cref="StLinkLink.Open"/>. Owns the pipe from then on, also when it fails.</summary>
    /// <exception cref="WireException">The probe does not answer, is a V1, or its firmware is too old: the message says what to do.</exception>
    public static IDapLink Open(IPacketPipe pipe, ITargetClock clock, WireFeatures surroundings = WireFeatures.None, bool jtag = false)
    {
        bool byMemory;
        try
        {
            byMemory = !jtag && StLinkMemoryLink.Serves(StLinkVersion.Parse(new StLinkExchange(pipe).Ask(StLinkCommand.Version, StLinkVersion.Bytes)));
        }
        catch
        {
            pipe.Dispose();
            throw;
        }

        return byMemory ? StLinkMemoryLink.Open(pipe, clock, surroundings) : StLinkLink.Open(pipe, clock, surroundings, jtag);
    }
}
