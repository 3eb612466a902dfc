// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>OpenOCD drives the simulated board bit by bit over the serial wire.</summary>
public class OpenOcdBusPirateTests
{
    private const int ImageBytes = 16 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [PeerFact("openocd", "socat")]
    public void Stm32F103_DrivenByOpenOcd_HoldsTheImageItWrote()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = 7 });
        using var server = board.ServeBusPirate(0, TimeProvider.System);
        using var image = new FlashRoundTrip(ImageBytes, 20);
        using var tty = new PseudoTerminal(server.Port, image.Folder);
        var result = DebianOpenOcd.Run(
            Deadline, image.Folder, DebianOpenOcd.BusPirate(tty.Path), DebianOpenOcd.Stm32F1OverSwd, image.Commands);
        image.Check(result, board.Chip);
        Assert.Null(server.Failure);
    }
}
