// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation;
using Appliance.Simulation.StLink;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>OpenOCD drives the simulated ST-LINK over the protocol of stlink-server, by registers (dap) and by memory commands (hla).</summary>
public class OpenOcdStLinkTests
{
    private const int ImageBytes = 16 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [PeerFact("openocd")]
    public void Stm32F103_DapMode_HoldsTheImageItWrote() => Flash(21, "V2J30", port =>
        ["adapter driver st-link", $"st-link backend tcp {port}", "st-link vid_pid 0x0483 0x374b", "transport select dapdirect_swd", .. DebianOpenOcd.Stm32F1OverSwd]);

    [PeerFact("openocd")]
    public void Stm32F103_DapModeWithBatches_HoldsTheImageItWrote() => Flash(22, "V2J37", port =>
        ["adapter driver st-link", $"st-link backend tcp {port}", "st-link vid_pid 0x0483 0x374b", "transport select dapdirect_swd", .. DebianOpenOcd.Stm32F1OverSwd]);

    [PeerFact("openocd")]
    public void Stm32F103_HlaMode_HoldsTheImageItWrote() => Flash(23, "V2J30", port =>
        ["adapter driver hla", "hla_layout stlink", "hla_vid_pid 0x0483 0x374b", $"hla_stlink_backend tcp {port}", "transport select hla_swd", .. DebianOpenOcd.Stm32F1OverSwd]);

    [PeerTheory("openocd")]
    [InlineData("V2J30")]
    [InlineData("V2J37")]
    public void Stm32F103_DapModeOverJtag_HoldsTheImageItWrote(string firmware) => Flash(24, firmware, port =>
        ["adapter driver st-link", $"st-link backend tcp {port}", "st-link vid_pid 0x0483 0x374b", "transport select dapdirect_jtag", .. DebianOpenOcd.Stm32F1OverJtag(0x1641_0041)]);

    private static void Flash(int seed, string firmware, Func<int, IReadOnlyList<string>> adapter)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true, Seed = seed });
        using var server = board.ServeStLink(0, TimeProvider.System, new SimulatedStLinkOptions { Firmware = firmware });
        using var image = new FlashRoundTrip(ImageBytes, seed);
        var result = DebianOpenOcd.Run(Deadline, image.Folder, adapter(server.Port), image.Commands);
        image.Check(result, board.Chip);
        Assert.Null(server.Failure);
    }
}
