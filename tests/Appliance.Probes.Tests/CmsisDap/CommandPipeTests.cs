// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.CmsisDap;
using Appliance.Probes.CmsisDap.Commands;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Probes.Tests.CmsisDap;

/// <summary>How commands become transfers.</summary>
public sealed class CommandPipeTests
{
    [Fact]
    public void Command_ThatFillsItsEndpointPacketButNotTheDapPacket_IsEnded()
    {
        const int endpoint = 64, dapPacket = 128;
        SimulatedBoard board = SimulatedBoard.Create("stm32f103cb");
        SimulatedCmsisDap probe = board.AttachCmsisDap(new SimulatedCmsisDapOptions { PacketBytes = dapPacket, EndpointBytes = endpoint });
        var pipe = new CommandPipe(probe.OpenPipe(), new CmsisDapDevice(2)) { PacketBytes = dapPacket };
        TransferRequest[] requests = [.. Enumerable.Repeat(new TransferRequest(SwdRequest.WriteSelect, 0), 12), new TransferRequest(SwdRequest.ReadDpidr, 0)];
        var command = new TransferCommand(requests);
        Assert.Equal(endpoint, command.Write(new byte[dapPacket]));

        Assert.Equal(TransferAck.Nobody, pipe.Call(command).Ack);
    }
}
