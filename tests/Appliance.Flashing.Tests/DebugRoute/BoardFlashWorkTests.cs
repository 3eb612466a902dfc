// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Simulation;

namespace Appliance.Flashing.Tests.DebugRoute;

/// <summary>The flash work on simulated boards, judged by the simulator's own memory.</summary>
public class BoardFlashWorkTests
{
    [Theory]
    [InlineData("stm32f103c8", EraseRequest.Chip)]
    [InlineData("stm32f103c8", EraseRequest.Sectors)]
    [InlineData("stm32f103c6", EraseRequest.Sectors)]
    [InlineData("stm32f107vc", EraseRequest.Auto)]
    public void Burn_SparseRandomImages_FlashHoldsImageAndNothingElseChanged(string target, EraseRequest erase)
    {
        var random = new Random(target.Length + (int)erase);
        for (var round = 0; round < 3; round++)
        {
            using var rig = new BoardRig(target, new SimulationOptions { Seed = round });
            random.NextBytes(rig.Board.Chip.Flash);
            var before = (byte[])rig.Board.Chip.Flash.Clone();
            var image = SparseImage.Make(random, rig.Chip);

            var plan = rig.Burn(image, erase);

            Assert.Equal(rig.Expected(image, plan, before), rig.Board.Chip.Flash);
            Assert.Equal((image.ByteCount, image.Crc32), (rig.Verify(image).Bytes, rig.Verify(image).Crc32));
            Assert.Empty(rig.Board.Chip.Violations.List);
            Assert.Empty(rig.Warnings.All);
        }
    }

    [Fact]
    public void Burn_AcrossBanksOfAnXlPart_ProgramsBoth()
    {
        using var rig = new BoardRig("stm32f103rg");
        var before = (byte[])rig.Board.Chip.Flash.Clone();
        var image = FirmwareImage.FromBytes(0x0807FFF9, [.. Enumerable.Range(1, 13).Select(i => (byte)i)]);

        var plan = rig.Burn(image, EraseRequest.Sectors);

        Assert.Equal(rig.Expected(image, plan, before), rig.Board.Chip.Flash);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Burn_PartThatLosesHeldWrites_IsPolledAndRight()
    {
        using var rig = new BoardRig("stm32f103c8", new SimulationOptions { LosesHeldWrites = true });
        var image = SparseImage.Make(new Random(3), rig.Chip);

        var plan = rig.Burn(image, EraseRequest.Chip);

        Assert.Equal(rig.Expected(image, plan, rig.Board.Chip.Flash), rig.Board.Chip.Flash);
        Assert.Equal("polled-programming", Assert.Single(rig.Warnings.All).Code);
    }

    [Fact]
    public void Burn_BadFlashCell_NamesTheHalfWordAndDoesNotBlameTheBus()
    {
        using var rig = new BoardRig("stm32f103c8", new SimulationOptions { Fault = "bad-flash-cell" });

        var error = Assert.Throws<FlashException>(() => rig.Burn(FirmwareImage.FromBytes(BoardRig.Flash, new byte[64]), EraseRequest.Chip));

        Assert.Equal((FlashFault.ProgramError, "0x0000"), (error.Fault, error.Expected));
        Assert.InRange(error.Address!.Value, BoardRig.Flash, BoardRig.Flash + 31);
        Assert.Empty(rig.Warnings.All);
    }

    [Fact]
    public void Burn_SlowSilicon_StaysWithinTheDeadlines()
    {
        using var rig = new BoardRig("stm32f103c8", new SimulationOptions { Fault = "slow-silicon" });
        var image = FirmwareImage.FromBytes(BoardRig.Flash, new byte[2048]);

        rig.Burn(image, EraseRequest.Sectors);

        Assert.Equal(2048, rig.Verify(image).Bytes);
    }

    [Fact]
    public void Verify_OneBitFlippedAnywhere_IsRedAtThatAddress()
    {
        using var rig = new BoardRig("stm32f103c6");
        var image = FirmwareImage.FromBytes(BoardRig.Flash + 1, [.. Enumerable.Range(0, 999).Select(i => (byte)(i < 300 ? 0xFF : i))]);
        rig.Burn(image, EraseRequest.Chip);
        foreach (var offset in Enumerable.Range(1, 999).Where(i => i < 4 || i > 996 || i % 37 == 0))
        {
            rig.Board.Chip.FlipBit(offset, offset % 8);

            var error = Assert.Throws<FlashException>(() => rig.Verify(image));

            Assert.Equal((FlashFault.VerifyMismatch, BoardRig.Flash + (uint)offset), (error.Fault, error.Address!.Value));
            rig.Board.Chip.FlipBit(offset, offset % 8);
        }

        Assert.Equal(image.Crc32, rig.Verify(image).Crc32);
    }
}
