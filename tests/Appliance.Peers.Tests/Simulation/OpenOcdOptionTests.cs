// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation;
using Appliance.Simulation.StLink;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>OpenOCD's own drivers read, store and load the option bytes of the simulated boards, lock them and unlock them again. Not those of an F1: OpenOCD writes keys to a
/// controller that is open already, which the simulated one refuses.</summary>
public class OpenOcdOptionTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    /// <summary>BOR_LEV from 0 to 1: driver of double words, with OBL_LAUNCH.</summary>
    [PeerFact("openocd")]
    public void Stm32L476_OptionWritten_IsStoredAndLoaded()
    {
        var chip = Run("stm32l476rg", 0x2BA0_1477, "stm32l4x", "stm32l4x option_write 0 0x20 0x00000100 0x00000700", "stm32l4x option_load 0");
        Assert.Equal(0xF9, chip.OptionBytes[1]);
    }

    /// <summary>A locked chip is erased when it is unlocked.</summary>
    [PeerFact("openocd")]
    public void Stm32G071_LockedAndUnlocked_IsErased()
    {
        var chip = Run("stm32g071rb", 0x0BC1_1477, "stm32l4x", "stm32l4x lock 0", "stm32l4x option_load 0");
        Assert.True(chip.IsReadProtected);
        chip = Run("stm32g071rb", 0x0BC1_1477, "stm32l4x", "stm32l4x lock 0", "stm32l4x option_load 0", "init", "halt", "stm32l4x unlock 0", "stm32l4x option_load 0");
        Assert.False(chip.IsReadProtected);
        Assert.DoesNotContain(chip.Flash, value => value != 0xFF);
    }

    /// <summary>Write protection of the sectors 0 to 3: the register of the options is that of their lock too.</summary>
    [PeerFact("openocd")]
    public void Stm32F407_ProtectedAndOptionsWritten_AreStored()
    {
        var chip = Run("stm32f407vg", 0x2BA0_1477, "stm32f2x", "flash protect 0 0 3 on", "stm32f2x options_read 0");
        Assert.Equal(0xF0, chip.OptionBytes[2]);
    }

    /// <summary>Registers that show and registers that take; BOR_LEV from 0 to 2.</summary>
    [PeerFact("openocd")]
    public void Stm32H743_OptionWritten_IsStored()
    {
        var chip = Run("stm32h743zi", 0x6BA0_2477, "stm32h7x", "stm32h7x option_write 0 0x20 0x00000008 0x0000000c");
        Assert.Equal(0xF8, chip.OptionBytes[0]);
    }

    /// <summary>Words with complements, loaded by OBL_LAUNCH.</summary>
    [PeerFact("openocd")]
    public void Stm32L151_Locked_IsProtectedAfterTheLoad()
    {
        var chip = Run("stm32l151cb", 0x2BA0_1477, "stm32lx", "stm32lx lock 0");
        Assert.NotEqual(0xAA, chip.OptionBytes[0]);
        Assert.Equal((byte)~chip.OptionBytes[0], chip.OptionBytes[2]);
    }

    private static SimulatedChip Run(string target, uint dpidr, string driver, params string[] commands)
    {
        var board = SimulatedBoard.Create(target, new SimulationOptions { WideAutoIncrement = true });
        using var server = board.ServeStLink(0, TimeProvider.System, new SimulatedStLinkOptions { Firmware = "V2J37" });
        var folder = Directory.CreateTempSubdirectory("options").FullName;
        try
        {
            DebianOpenOcd.Run(
                Deadline, folder, DebianOpenOcd.OverStLink(server.Port, dpidr, [(driver, 0x0800_0000u)]), ["init", "halt", "flash probe 0"], commands).MustSucceed();
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        Assert.Null(server.Failure);
        Assert.Empty(board.Chip.Violations.List);
        return board.Chip;
    }
}
