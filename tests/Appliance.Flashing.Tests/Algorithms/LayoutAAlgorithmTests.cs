// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Algorithms;

public class LayoutAAlgorithmTests
{
    private readonly WarningLog _warnings = new();
    private long _programmed;

    [Fact]
    public void Open_LockedController_UnlocksWithTwoKeys()
    {
        var (memory, flash) = Make(TestChips.Tiny);

        flash.Open(default);

        Assert.False(memory.Banks[0].IsLocked);
        Assert.Equal(2, memory.Banks[0].KeyWrites);
    }

    [Fact]
    public void Open_LockAlreadyClear_WritesNoKeys()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        memory.Banks[0].LeaveUnlocked();

        flash.Open(default);

        Assert.Equal(0, memory.Banks[0].KeyWrites);
    }

    [Fact]
    public void Open_LockedForGood_IsNotUnlocked()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        memory.Banks[0].LockedForGood = true;

        var error = Assert.Throws<FlashException>(() => flash.Open(default));

        Assert.Equal(FlashFault.NotUnlocked, error.Fault);
        Assert.Equal(0x40022004u, error.Address);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void Open_HsiOff_StartsIt()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        memory.HsiOn = false;

        flash.Open(default);

        Assert.True(memory.HsiOn);
    }

    [Fact]
    public void Open_HsiDead_SaysSo()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        (memory.HsiOn, memory.HsiStarts) = (false, false);

        var error = Assert.Throws<FlashException>(() => flash.Open(default));

        Assert.Equal((FlashFault.NotUnlocked, 0x40021000u), (error.Fault, error.Address!.Value));
    }

    [Fact]
    public void EraseAll_EndsWithoutEop_IsAnEraseError()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        memory.Banks[0].EraseForgetsEop = true;
        flash.Open(default);

        var error = Assert.Throws<FlashException>(() => flash.EraseAll(default));

        Assert.Equal((FlashFault.EraseError, 0x08000000u, "EOP set"), (error.Fault, error.Address!.Value, error.Expected));
    }

    [Fact]
    public void EraseAll_NeverReady_TimesOutOnTargetTime()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        flash.Open(default);
        memory.Banks[0].NeverReady = true;

        var error = Assert.Throws<FlashException>(() => flash.EraseAll(default));

        Assert.Equal(FlashFault.EraseTimeout, error.Fault);
        Assert.InRange(memory.Now, TimeSpan.FromMilliseconds(120), TimeSpan.FromMilliseconds(125));
    }

    [Fact]
    public void EraseSector_WriteProtected_IsWriteProtected()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        memory.Banks[0].ProtectedFrom = 2048;
        flash.Open(default);

        flash.EraseSector(new PlannedSector(0x08000400, 1024, 0), default);
        var error = Assert.Throws<FlashException>(() => flash.EraseSector(new PlannedSector(0x08000800, 1024, 0), default));

        Assert.Equal((FlashFault.WriteProtected, 0x08000800u), (error.Fault, error.Address!.Value));
    }

    [Fact]
    public void Program_AfterEraseOfOneSector_LeavesTheOthersAlone()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        flash.Open(default);

        flash.EraseSector(new PlannedSector(0x08000400, 1024, 0), default);
        Program(flash, TestChips.Tiny, FirmwareImage.FromBytes(0x08000402, [1, 2, 3]));
        flash.Close();

        var cells = memory.Banks[0].Cells;
        Assert.Equal([0xFF, 0xFF, 1, 2, 3, 0xFF, 0xFF], cells[0x400..0x407]);
        Assert.All(cells[..0x400], cell => Assert.Equal(0xA5, cell));
        Assert.All(cells[0x800..], cell => Assert.Equal(0xA5, cell));
        Assert.True(memory.Banks[0].IsLocked);
        Assert.Equal(4, _programmed);
    }

    [Fact]
    public void Program_CellThatDoesNotErase_NamesTheHalfWord()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        memory.Banks[0].BadCell = 0x502;
        flash.Open(default);
        flash.EraseAll(default);

        var error = Assert.Throws<FlashException>(
            () => Program(flash, TestChips.Tiny, FirmwareImage.FromBytes(0x08000000, new byte[2048])));

        Assert.Equal((FlashFault.ProgramError, 0x08000502u), (error.Fault, error.Address!.Value));
        Assert.Equal(("0x0000", "0xfffe"), (error.Expected, error.Actual));
        Assert.Contains("FLASH_SR", ((FlashException)error.InnerException!).Actual);
        Assert.Equal(1024, _programmed);
        Assert.Empty(_warnings.All);
    }

    [Fact]
    public void Program_WriteProtectedPage_IsWriteProtected()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        flash.Open(default);
        flash.EraseAll(default);
        memory.Banks[0].ProtectedFrom = 0x800;

        var error = Assert.Throws<FlashException>(
            () => Program(flash, TestChips.Tiny, FirmwareImage.FromBytes(0x08000400, new byte[2048])));

        Assert.Equal((FlashFault.WriteProtected, 0x08000800u), (error.Fault, error.Address!.Value));
    }

    [Fact]
    public void Program_ChipThatLosesHalfWords_IsPolledWithAWarning()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        memory.LosesHalfWordsWhileBusy = true;
        flash.Open(default);
        flash.EraseAll(default);
        var image = FirmwareImage.FromBytes(0x08000000, [.. Enumerable.Range(0, 4096).Select(i => (byte)(i % 253))]);

        Program(flash, TestChips.Tiny, image);
        flash.Close();

        AssertHolds(memory, image);
        var warning = Assert.Single(_warnings.All);
        Assert.Equal("polled-programming", warning.Code);
        Assert.Contains("0x08000002", warning.Text);
        Assert.Equal(0, memory.Banks[0].PageErases);
    }

    [Fact]
    public void Program_PolledByData_NeedsNoWarning()
    {
        var chip = TestChips.Tiny with { Flash = [TestChips.Tiny.Flash[0] with { Layout = "A-polled" }] };
        var (memory, flash) = Make(chip);
        memory.LosesHalfWordsWhileBusy = true;
        flash.Open(default);
        flash.EraseAll(default);
        var image = FirmwareImage.FromBytes(0x08000000, new byte[4096]);

        Program(flash, chip, image);

        AssertHolds(memory, image);
        Assert.Empty(_warnings.All);
    }

    [Fact]
    public void Program_SecondBank_UsesItsOwnController()
    {
        var memory = new StrictFpecMemory(TestChips.ExtraLarge);
        var flash = FlashAlgorithms.Create(new FlashContext(memory, memory, TestChips.ExtraLarge.Flash[1], _warnings));

        flash.Open(default);
        flash.EraseAll(default);
        Program(flash, TestChips.ExtraLarge, FirmwareImage.FromBytes(0x080BFFFE, [1, 2]));
        flash.Close();

        Assert.Equal([1, 2], memory.Banks[1].Cells[^2..]);
        Assert.Equal(0, memory.Banks[0].KeyWrites);
        Assert.Equal(-1, memory.Banks[0].Cells.AsSpan().IndexOfAnyExcept((byte)0xA5));
    }

    [Fact]
    public void Program_WholeChipStreamed_KeepsTheFlashBusy()
    {
        var (memory, flash) = Make(TestChips.MediumDensity);
        var image = FirmwareImage.FromBytes(0x08000000, new byte[128 * 1024]);
        flash.Open(default);
        flash.EraseAll(default);
        Program(flash, TestChips.MediumDensity, image);
        flash.Close();

        var floor = TimeSpan.FromMilliseconds(30) + TimeSpan.FromMicroseconds(52.5) * 65536;
        Assert.InRange(memory.Now / floor, 1.0, 1.01);
    }

    [Fact]
    public void Close_AfterProgramming_FailsNoRuleAndLocks()
    {
        var (memory, flash) = Make(TestChips.Tiny);
        flash.Open(default);
        flash.Close();
        flash.Open(default);
        flash.Close();

        Assert.True(memory.Banks[0].IsLocked);
        Assert.Equal(4, memory.Banks[0].KeyWrites);
    }

    [Fact]
    public void Create_UnknownLayout_IsUnsupported()
    {
        var memory = new StrictFpecMemory(TestChips.Tiny);

        var error = Assert.Throws<FlashException>(
            () => FlashAlgorithms.Create(new FlashContext(memory, memory, TestChips.WideUnit.Flash[0], _warnings)));

        Assert.Equal((FlashFault.Unsupported, "X"), (error.Fault, error.Actual));
    }

    [Fact]
    public void Program_SparseRandomImages_FlashHoldsImageAndNothingElse()
    {
        var random = new Random(4711);
        for (var round = 0; round < 100; round++)
        {
            var (memory, flash) = Make(TestChips.Tiny);
            memory.LosesHalfWordsWhileBusy = round % 4 == 0;
            var image = SparseImage.Make(random, TestChips.Tiny);
            flash.Open(default);
            flash.EraseAll(default);
            Program(flash, TestChips.Tiny, image);
            flash.Close();
            AssertHolds(memory, image);
        }
    }

    private static void AssertHolds(StrictFpecMemory memory, FirmwareImage image)
    {
        var expected = new byte[memory.Banks[0].Cells.Length];
        image.Read(0x08000000, expected, 0xFF);
        Assert.Equal(expected, memory.Banks[0].Cells);
    }

    private (StrictFpecMemory Memory, IFlashAlgorithm Flash) Make(ChipDescription chip)
    {
        var memory = new StrictFpecMemory(chip);
        return (memory, FlashAlgorithms.Create(new FlashContext(memory, memory, chip.Flash[0], _warnings)));
    }

    private void Program(IFlashAlgorithm flash, ChipDescription chip, FirmwareImage image)
    {
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Chip, VerifyMethod.Readback, 4_000_000));
        flash.Program(new ProgramWork(plan.Writes, image, MayErase: true, bytes => _programmed += bytes), default);
    }
}
