// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Simulation.Time;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>Rework: what the board holds already is neither erased nor programmed, and proven all the same.</summary>
public class OnlyChangedTests
{
    /// <summary>A new board is not erased; of a used one only the sectors that are.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Burn_SkipsBlankSectors_ErasesThoseThatAreUsed(bool byLoader)
    {
        using var loader = byLoader ? new LoaderRig() : null;
        using var wire = byLoader ? null : new SessionRig();
        var board = loader?.Board ?? wire!.Board;
        board.Chip.Flash[0x7FF] = 0;
        board.Chip.Flash[0x1000] = 0;
        var image = LoaderRig.Random(0xF00, 4);

        var evidence = loader?.Burn(image, EraseRequest.Used) ?? wire!.Replay(image, EraseRequest.Used);

        Assert.Equal(image.Crc32, evidence.Crc32);
        Assert.Equal(1, board.Chip.Busy.Count(BusyKind.PageErase));
        Assert.Equal(0, board.Chip.Flash[0x1000]);
        Assert.Equal("blank-skipped", Assert.Single((loader?.Session ?? wire!.Session).Warnings).Code);
        Assert.Empty(board.Chip.Violations.List);
    }


    [Theory]
    [InlineData("stm32f103cb")]
    [InlineData("stm32wb55rg")]
    [InlineData("stm32l151cb")]
    public void Burn_TheSameImageAgain_TouchesNothingAndIsProven(string target)
    {
        using var rig = new LoaderRig(target);
        var image = LoaderRig.Random(0x3000, 1);
        rig.Burn(image, EraseRequest.Sectors);
        rig.Board.Chip.Busy.Clear();

        var evidence = rig.Burn(image, EraseRequest.Changed);

        Assert.Equal(new VerifyEvidence("crc", image.ByteCount, image.Crc32), evidence);
        Assert.Equal(0, rig.Board.Chip.Busy.Total.Ticks);
        var sectors = rig.Plan(image, EraseRequest.Changed).Sectors.Count;
        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "only-changed" && warning.Text.StartsWith($"{sectors} of {sectors} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("stm32f103cb", 0x400)]
    [InlineData("stm32wb55rg", 0x1000)]
    public void Burn_OneByteOfAnotherImage_ChangesItsSectorAlone(string target, int sector)
    {
        using var rig = new LoaderRig(target);
        var image = LoaderRig.Random(sector * 4, 1);
        rig.Burn(image, EraseRequest.Chip);
        var bytes = new byte[sector * 4];
        image.Read(LoaderRig.Flash, bytes, 0);
        bytes[(sector * 2) + 7] ^= 0xFF;
        var next = FirmwareImage.FromBytes(LoaderRig.Flash, bytes);
        rig.Board.Chip.Busy.Clear();

        var evidence = rig.Burn(next, EraseRequest.Changed);

        Assert.Equal(next.Crc32, evidence.Crc32);
        Assert.Equal(bytes, rig.Board.Chip.Flash.AsSpan(0, bytes.Length));
        Assert.Equal((1, sector / rig.Chip.Flash[0].ProgramUnit), (rig.Board.Chip.Busy.Count(BusyKind.PageErase), rig.Board.Chip.Busy.Count(BusyKind.Program)));
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Burn_ImageWithHoles_LeavesWhatLiesInThem()
    {
        using var rig = new LoaderRig("stm32f103cb");
        new Random(4).NextBytes(rig.Board.Chip.Flash);
        var held = rig.Board.Chip.Flash.AsSpan(0x400, 0x10).ToArray();
        var image = FirmwareImage.FromBytes(LoaderRig.Flash + 0x400, held);
        var before = (byte[])rig.Board.Chip.Flash.Clone();

        rig.Burn(image, EraseRequest.Changed);

        Assert.Equal(before, rig.Board.Chip.Flash);
    }

    [Fact]
    public void Erase_WithoutCodeOnTheTarget_IsRefused()
    {
        using var rig = new Fakes.BoardRig("stm32f103cb");

        var error = Assert.Throws<FlashException>(() => rig.Burn(LoaderRig.Random(0x400, 1), EraseRequest.Changed));

        Assert.Equal(FlashFault.Unsupported, error.Fault);
    }
}
