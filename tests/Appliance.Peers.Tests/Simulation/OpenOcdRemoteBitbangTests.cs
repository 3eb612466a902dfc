// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>OpenOCD drives the simulated board bit by bit over JTAG, with both TAPs of the chip in the chain.</summary>
public class OpenOcdRemoteBitbangTests
{
    private const int ImageBytes = 16 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [PeerFact("openocd")]
    public void Stm32F103_DrivenByOpenOcd_HoldsTheImageItWrote()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = 8 });
        using var server = board.ServeRemoteBitbang(0, TimeProvider.System);
        using var image = new FlashRoundTrip(ImageBytes, 21);
        var result = DebianOpenOcd.Run(
            Deadline, image.Folder, DebianOpenOcd.RemoteBitbang(server.Port), DebianOpenOcd.Stm32F1OverJtag(0x1641_0041), image.Commands);
        image.Check(result, board.Chip);
        Assert.Null(server.Failure);
    }
}
