// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Unicorn;
using Appliance.Simulation;
using Appliance.Simulation.StLink;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>OpenOCD's own flash loader and checksum code run on the simulated core: what passes here qualifies core, RAM and flash controller together.
/// </summary>
public class OpenOcdLoaderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [PeerFact("openocd")]
    public void Stm32F103_AllOfIt_HoldsTheImage() => Flash("stm32f103cb", 128 * 1024);

    /// <summary>OpenOCD's checksum takes minutes of target time for more, bit by bit as it is.</summary>
    [PeerFact("openocd")]
    public void Stm32F107_AFewPages_HoldTheImageAndItsChecksum() => Flash("stm32f107vc", 16 * 1024, "flash verify_image image.bin 0x08000000 bin");

    private static void Flash(string target, int bytes, params string[] more)
    {
        var engines = UnicornEngines.TryOpen(out var missing);
        Assert.True(engines is not null, missing);
        var board = SimulatedBoard.Create(target, new SimulationOptions { WideAutoIncrement = true, Seed = 31, Cpu = engines });
        using var server = board.ServeStLink(0, TimeProvider.System, new SimulatedStLinkOptions { Firmware = "V2J37" });
        using var image = new FlashRoundTrip(bytes, 31);
        var result = DebianOpenOcd.Run(
            Deadline, image.Folder,
            ["adapter driver st-link", $"st-link backend tcp {server.Port}", "st-link vid_pid 0x0483 0x374b", "transport select dapdirect_swd"],
            DebianOpenOcd.Stm32F1WithWorkArea, image.Commands, more);
        image.Check(result, board.Chip);
        Assert.DoesNotContain("couldn't use block writes", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("working memory", result.Error, StringComparison.Ordinal);
        Assert.Null(server.Failure);
    }
}
