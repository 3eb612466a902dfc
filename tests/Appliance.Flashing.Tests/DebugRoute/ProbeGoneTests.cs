// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Probes.CmsisDap;
using Appliance.Probes.StLink;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.StLink;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>A probe that is gone in the middle of a job: what is still asked of its session answers, and claims nothing.</summary>
public class ProbeGoneTests
{
    [Theory]
    [InlineData("cmsis-dap", PacketFault.Gone)]
    [InlineData("cmsis-dap", PacketFault.Timeout)]
    [InlineData("st-link", PacketFault.Gone)]
    [InlineData("st-link", PacketFault.Timeout)]
    public void MakeSafe_ProbeGoneMidProgram_DoesNotThrowAndClaimsNothing(string kind, PacketFault fault)
    {
        CutPipe? cable = null;
        using var rig = new SessionRig("stm32f103cb", null, board => Open(kind, board, out cable));
        var image = SessionRig.Runnable(8192);
        var plan = rig.Plan(image, EraseRequest.Chip);
        rig.Session.Connect(SessionRig.Settings, default);
        rig.Session.Identify(default);
        rig.Session.Erase(plan, null, default);
        cable!.Fault = fault;
        Assert.ThrowsAny<WireException>(() => rig.Session.Program(plan, image, null, default));

        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "make-safe");
        Assert.NotNull(rig.Session.Probe);
        Assert.True(rig.Session.Clock.Now > TimeSpan.Zero);
        rig.Session.Dispose();
    }

    private static IDapLink Open(string kind, SimulatedBoard board, out CutPipe cable)
    {
        if (kind == "st-link")
        {
            var link = board.AttachStLink(new SimulatedStLinkOptions());
            cable = new CutPipe(link.OpenPipe());
            return StLinkLink.Open(cable, link.Clock, board.Surroundings);
        }

        var probe = board.AttachCmsisDap(new SimulatedCmsisDapOptions { Version = 2 });
        cable = new CutPipe(probe.OpenPipe());
        return CmsisDapLink.Open(cable, new CmsisDapDevice(2), probe.Clock, board.Surroundings);
    }
}
