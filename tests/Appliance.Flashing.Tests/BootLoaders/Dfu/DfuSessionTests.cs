// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Wires;
using Appliance.Simulation.BootLoaders;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.BootLoaders.Dfu;

/// <summary>The job of a session through the DFU boot loader.</summary>
public class DfuSessionTests
{
    [Theory]
    [InlineData("stm32f107vc", 2048, EraseRequest.Chip)]
    [InlineData("stm32f107vc", 1024, EraseRequest.Sectors)]
    [InlineData("stm32f105rc", 2048, EraseRequest.Auto)]
    public void Replay_SoundBoard_HoldsTheImageAndRuns(string target, int block, EraseRequest erase)
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { TransferSize = (ushort)block }, target);
        rig.Board.Chip.Flash.AsSpan(0, 64 * 1024).Fill(0);
        var image = SessionRig.Runnable((40 * 1024) + 1);

        var evidence = rig.Replay(image, erase);
        Assert.False(rig.Dfu.RunsFirmware);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.True(rig.Dfu.RunsFirmware);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Equal("product-id", Assert.Single(rig.Session.Warnings).Code);
        Assert.Equal($"DFU boot loader 2.2, blocks of {block} bytes", rig.Session.Probe.ConnectPath[0]);
    }

    [Fact]
    public void Identify_SystemMemoryIsShown_TellsSizeAndUniqueId()
    {
        using var rig = new DfuRig().Connected();

        var identity = rig.Session.Identify(default);

        Assert.Equal(Convert.ToHexStringLower(rig.Board.Chip.UniqueId), identity.UniqueId);
        Assert.Equal(256, identity.FlashKilobytes);
    }

    [Fact]
    public void Connect_OtherSectorsThanTheChip_IsAnotherChip()
    {
        using var rig = new DfuRig(project: "stm32f103cb");

        Assert.Equal(TargetFault.WrongChip, Assert.Throws<TargetException>(rig.Connected).Fault);
    }

    [Theory]
    [InlineData("@Internal Flash  /0x08000000/nonsense")]
    [InlineData("Internal Flash")]
    [InlineData("@Internal Flash  /0x08000000/128*002Ka")]
    public void Connect_LayoutThatMakesNoSense_IsNoChipOfOurs(string layout)
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { FlashLayout = layout });

        Assert.Equal(TargetFault.WrongChip, Assert.Throws<TargetException>(rig.Connected).Fault);
    }

    [Fact]
    public void Identify_ReadProtected_IsRefused_AndUnprotectErases()
    {
        using var rig = new DfuRig(boardFault: "read-protected");
        rig.Board.Chip.Flash.AsSpan().Fill(0x77);
        rig.Connected();

        Assert.Equal(TargetFault.ReadProtected, Assert.Throws<TargetException>(() => rig.Session.Identify(default)).Fault);
        rig.Loader.ReadUnprotect(default);

        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan().IndexOfAnyExcept((byte)0xFF));
        Assert.Throws<WireException>(() => rig.Session.Identify(default));
    }

    [Fact]
    public void Replay_LeftInAnError_IsClearedFirst()
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { Fault = "left-in-error" });
        var image = SessionRig.Runnable(3000);

        Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
    }

    [Fact]
    public void Erase_NeverReady_EndsWithItsDeadline()
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { Fault = "busy-forever" });

        var error = Assert.Throws<BootLoaderException>(() => rig.Replay(SessionRig.Runnable(3000)));

        Assert.Equal(BootFault.NoAnswer, error.Fault);
        Assert.InRange(rig.Dfu.Clock.Now, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(SafeState.InBootLoader, rig.Session.MakeSafe());
    }

    [Theory]
    [InlineData("short-status")]
    [InlineData("garbled-status")]
    public void Status_Nonsense_IsGarbled(string fault)
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { Fault = fault });

        Assert.Equal(BootFault.Garbled, Assert.Throws<BootLoaderException>(() => rig.Replay(SessionRig.Runnable(3000))).Fault);
    }

    [Fact]
    public void Read_ShortUpload_IsGarbled()
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { Fault = "short-upload" });

        Assert.Equal(BootFault.Garbled, Assert.Throws<BootLoaderException>(() => rig.Replay(SessionRig.Runnable(3000))).Fault);
    }

    [Fact]
    public void Program_Stalled_IsAProgramError()
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { Fault = "stalls-writes" });

        Assert.Equal(FlashFault.ProgramError, Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(3000))).Fault);
    }

    [Theory]
    [InlineData("unplugged-mid-program", null)]
    [InlineData(null, "power-loss-mid-program")]
    public void Program_Unplugged_IsALineThatIsGone(string? fault, string? boardFault)
    {
        using var rig = new DfuRig(new SimulatedDfuOptions { Fault = fault }, boardFault: boardFault);

        var error = Assert.Throws<WireException>(() => rig.Replay(SessionRig.Runnable(9000)));

        Assert.Equal("sim-dfu", error.Wire);
        rig.Session.MakeSafe();
    }

    [Fact]
    public void Verify_BadCell_NamesTheFirstByte()
    {
        using var rig = new DfuRig(boardFault: "bad-flash-cell");

        Assert.Equal(FlashFault.VerifyMismatch, Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(4096))).Fault);
    }

    [Fact]
    public void Read_OptionBytes_ComesFromTheirOwnMemory()
    {
        using var rig = new DfuRig().Connected();
        var seen = new byte[16];

        rig.Loader.Read(0x1FFFF800, seen, default);

        Assert.Equal(rig.Board.Chip.OptionBytes, seen);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [InlineData(0x08000001u, 1)]
    [InlineData(0x08000003u, 2)]
    [InlineData(0x080007FEu, 5)]
    public void Read_AnyBytes_AreThoseAtTheAddress(uint address, int count)
    {
        using var rig = new DfuRig().Connected();
        new Random(3).NextBytes(rig.Board.Chip.Flash.AsSpan(0, 4096));
        var seen = new byte[count];

        rig.Loader.Read(address, seen, default);

        Assert.Equal(rig.Board.Chip.Flash.AsSpan((int)(address - 0x08000000), count).ToArray(), seen);
    }
}
