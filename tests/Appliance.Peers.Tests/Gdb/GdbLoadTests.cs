// SPDX-License-Identifier: Apache-2.0
using Appliance.Peers.Tests.Firmware;
using Appliance.Simulation;
using Appliance.Simulation.BlackMagic;

namespace Appliance.Peers.Tests.Gdb;

/// <summary>gdb loads a program through the simulated Black Magic Probe, and compares it by its own reads.</summary>
public class GdbLoadTests
{
    private const int ImageBytes = 12 * 1024;

    [PeerTheory("gdb-multiarch", "arm-none-eabi-objcopy")]
    [InlineData("stm32f103cb", "swdp_scan")]
    [InlineData("stm32f107vc", "swd_scan")]
    public void BlackMagic_LoadedByGdb_HoldsTheProgramAndRuns(string target, string scan)
    {
        var board = SimulatedBoard.Create(target, new SimulationOptions { Seed = 3, WideAutoIncrement = true });
        board.Chip.Flash.AsSpan().Fill(0);
        using var server = board.ServeBlackMagic(0, TimeProvider.System, board.AttachBlackMagic());
        using var folder = new PeerFolder();
        var image = new byte[ImageBytes];
        new Random(7).NextBytes(image);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(image, 0);
        folder.Write("fw.bin", image);
        folder.Run("arm-none-eabi-objcopy -I binary -O elf32-littlearm --change-section-address .data=0x08000000 --set-section-flags .data=alloc,load,contents fw.bin fw.elf");

        var gdb = folder.Gdb(
            $"target extended-remote 127.0.0.1:{server.Port}", "monitor version", $"monitor {scan}", "attach 1", "load", "compare-sections", "kill");

        Assert.Contains("Black Magic Probe v1.10.0", gdb.Output + gdb.Error, StringComparison.Ordinal);
        Assert.Contains("Section .data, range 0x8000000 -- 0x8003000: matched.", gdb.Output + gdb.Error, StringComparison.Ordinal);
        Assert.True(image.AsSpan().SequenceEqual(board.Chip.Flash.AsSpan(0, ImageBytes)), gdb.Output + gdb.Error);
        Assert.True(board.Chip.IsRunning);
        Assert.Empty(board.Chip.Violations.List);
        Assert.Null(server.Failure);
    }

    [PeerFact("gdb-multiarch", "arm-none-eabi-objcopy")]
    public void BlackMagic_ThatRefuses_MakesGdbFail()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { WideAutoIncrement = true });
        using var server = board.ServeBlackMagic(0, TimeProvider.System, board.AttachBlackMagic(new SimulatedBlackMagicOptions { RefusesWrites = true }));
        using var folder = new PeerFolder();
        folder.Write("fw.bin", new byte[2048]);
        folder.Run("arm-none-eabi-objcopy -I binary -O elf32-littlearm --change-section-address .data=0x08000000 --set-section-flags .data=alloc,load,contents fw.bin fw.elf");

        var gdb = folder.Gdb($"target extended-remote 127.0.0.1:{server.Port}", "monitor swdp_scan", "attach 1", "load");

        Assert.Contains("flash", gdb.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Null(server.Failure);
    }
}
