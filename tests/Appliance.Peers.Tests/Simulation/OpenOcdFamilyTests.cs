// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation;
using Appliance.Simulation.StLink;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>OpenOCD's own flash drivers, without a work area, write 16 KiB over a sector boundary, and over a bank boundary where there is one: one part
/// of each layout of flash controllers, and what differs in it.</summary>
public class OpenOcdFamilyTests
{
    private const int ImageBytes = 16 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(300);

    [PeerFact("openocd")]
    public void Stm32Wb55_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32wb55rg", 0x6BA0_2477, 0x410F_C241, 0x1E000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32Wb15_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32wb15cc", 0x6BA0_2477, 0x410F_C241, 0x1F000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32L151_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32l151cb", 0x2BA0_1477, 0x412F_C230, 0x0E00, ("stm32lx", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32F746_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32f746zg", 0x5BA0_2477, 0x410F_C271, 0x6000, ("stm32f2x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32F767InTwoBanks_DrivenByOpenOcd_HoldsTheImageItWrote() =>
        Flash("stm32f767zi-dual", 0x5BA0_2477, 0x411F_C270, 0x10_0000 - 0x2000, ("stm32f2x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32H743_DrivenByOpenOcd_HoldsTheImageItWrote() =>
        Flash("stm32h743zi", 0x6BA0_2477, 0x411F_C271, 0x10_0000 - 0x2000, ("stm32h7x", 0x0800_0000), ("stm32h7x", 0x0810_0000));

    [PeerFact("openocd")]
    public void Stm32H735_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32h735ig", 0x6BA0_2477, 0x411F_C271, 0x1E000, ("stm32h7x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32L476_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32l476rg", 0x2BA0_1477, 0x410F_C241, 0x8_0000 - 0x2000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32G071_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32g071rb", 0x0BC1_1477, 0x410C_C601, 0x1000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32G474_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32g474re", 0x2BA0_1477, 0x410F_C241, 0x4_0000 - 0x2000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32Wl55_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32wl55jc", 0x6BA0_2477, 0x410F_C241, 0x1000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32F407_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32f407vg", 0x2BA0_1477, 0x410F_C241, 0xE000, ("stm32f2x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32L072_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32l072cz", 0x0BC1_1477, 0x410C_C601, 0x1_6000, ("stm32lx", 0x0800_0000), ("stm32lx", 0x0801_8000));

    [PeerFact("openocd")]
    public void Stm32F030_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32f030r8", 0x0BB1_1477, 0x410C_C200, 0x0600, ("stm32f1x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32F303_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32f303vc", 0x2BA0_1477, 0x410F_C241, 0x1000, ("stm32f1x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32L4R5_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32l4r5zi", 0x2BA0_1477, 0x410F_C241, 0x10_0000 - 0x2000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32L552_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32l552ze", 0x0BE1_2477, 0x410F_D214, 0x4_0000 - 0x2000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32U575_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32u575zi", 0x0BE1_2477, 0x410F_D214, 0x10_0000 - 0x2000, ("stm32l4x", 0x0800_0000));

    [PeerFact("openocd")]
    public void Stm32F205_DrivenByOpenOcd_HoldsTheImageItWrote() => Flash("stm32f205rg", 0x2BA0_1477, 0x412F_C230, 0xE000, ("stm32f2x", 0x0800_0000));

    private static void Flash(string target, uint dpidr, uint cpuId, int offset, params (string Driver, uint Start)[] banks)
    {
        var board = SimulatedBoard.Create(target, new SimulationOptions { WideAutoIncrement = true, Seed = offset });
        using var server = board.ServeStLink(0, TimeProvider.System, new SimulatedStLinkOptions { Firmware = "V2J37" });
        using var image = new FlashRoundTrip(ImageBytes, offset, cpuId, offset, erased: board.Chip.Flash[0]);
        var result = DebianOpenOcd.Run(Deadline, image.Folder, DebianOpenOcd.OverStLink(server.Port, dpidr, banks), image.Commands);
        image.Check(result, board.Chip);
        Assert.Null(server.Failure);
    }
}
