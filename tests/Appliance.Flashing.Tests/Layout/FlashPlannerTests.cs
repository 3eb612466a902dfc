// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;

namespace Appliance.Flashing.Tests.Layout;

public class FlashPlannerTests
{
    private const int Hertz = 4_000_000;

    [Fact]
    public void Plan_SmallOddImageBySectors_PadsToHalfWordsAndTakesTheTouchedPage()
    {
        var image = FirmwareImage.FromBytes(0x08000401, [1, 2, 3, 4]);

        var plan = FlashPlanner.Plan(image, TestChips.MediumDensity, new FlashPolicy(EraseRequest.Sectors, VerifyMethod.Readback, Hertz));

        Assert.Equal(
            new FlashPlan(
                "stm32f103cb", EraseMethod.Sectors, "as asked; everything outside these sectors survives",
                [new PlannedSector(0x08000400, 1024, 0)], [new PlannedWrite(0x08000400, 6, 0)], [new PlannedCheck(0x08000401, 4)],
                4, 6, VerifyMethod.Readback, TimeSpan.FromMilliseconds(30), TimeSpan.FromMicroseconds(157.5), TimeSpan.FromMicroseconds(11.5)),
            plan);
    }

    [Fact]
    public void Plan_WholeChipAuto_MassErasesAndKnowsTheTimes()
    {
        var image = FirmwareImage.FromBytes(0x08000000, Random(128 * 1024));

        var plan = FlashPlanner.Plan(image, TestChips.MediumDensity, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz));

        Assert.Equal(
            new FlashPlan(
                "stm32f103cb", EraseMethod.Mass, "at least as fast as 128 sectors (0.030 s against 3.840 s)", [new PlannedSector(0x08000000, 131072, 0)],
                [new PlannedWrite(0x08000000, 131072, 0)], [new PlannedCheck(0x08000000, 131072)], 131072, 131072, VerifyMethod.Readback,
                TimeSpan.FromMilliseconds(30), TimeSpan.FromMicroseconds(65536 * 52.5), TimeSpan.FromSeconds(32768 * 46 / 4e6)),
            plan);
    }

    [Fact]
    public void Plan_AcrossBanks_SplitsWritesAndErasesBothBanks()
    {
        var image = FirmwareImage.FromBytes(0x0807FFFE, [1, 2, 3, 4]);

        var plan = FlashPlanner.Plan(image, TestChips.ExtraLarge, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz));

        Assert.Equal(
            new FlashPlan(
                "stm32f103rf", EraseMethod.Mass, "at least as fast as 2 sectors (0.060 s against 0.060 s)",
                [new PlannedSector(0x08000000, 0x80000, 0), new PlannedSector(0x08080000, 0x40000, 1)],
                [new PlannedWrite(0x0807FFFE, 2, 0), new PlannedWrite(0x08080000, 2, 1)], [new PlannedCheck(0x0807FFFE, 4)], 4, 4,
                VerifyMethod.Readback, TimeSpan.FromMilliseconds(60), TimeSpan.FromMicroseconds(105), TimeSpan.FromMicroseconds(11.5)),
            plan);
    }

    [Fact]
    public void Plan_OneSectorOfTwoBanksAuto_ErasesTheSector()
    {
        var plan = FlashPlanner.Plan(
            FirmwareImage.FromBytes(0x08080000, [1]), TestChips.ExtraLarge, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz));

        Assert.Equal(EraseMethod.Sectors, plan.Erase);
        Assert.Equal("faster than the whole chip (0.030 s against 0.060 s)", plan.EraseReason);
        Assert.Equal([new PlannedSector(0x08080000, 2048, 1)], plan.Sectors);
    }

    [Fact]
    public void Plan_ErasedUnits_AreSkippedButStillErasedAndChecked()
    {
        var bytes = new byte[3 * 1024];
        Array.Fill(bytes, (byte)0xFF);
        bytes[0] = 1;
        bytes[7] = 2;

        var plan = FlashPlanner.Plan(
            FirmwareImage.FromBytes(0x08000000, bytes), TestChips.MediumDensity, new FlashPolicy(EraseRequest.Sectors, VerifyMethod.Readback, Hertz));

        Assert.Equal([new PlannedWrite(0x08000000, 2, 0), new PlannedWrite(0x08000006, 2, 0)], plan.Writes);
        Assert.Equal(3, plan.Sectors.Count);
        Assert.Equal([new PlannedCheck(0x08000000, 3 * 1024)], plan.Checks);
        Assert.Equal(4, plan.BytesProgrammed);
    }

    [Fact]
    public void Plan_TwoSegmentsInOneUnit_WritesTheUnitOnce()
    {
        var image = FirmwareImage.Merge([FirmwareImage.FromBytes(0x08000001, [1]), FirmwareImage.FromBytes(0x08000006, [2, 3, 4])]);

        var plan = FlashPlanner.Plan(image, TestChips.WideUnit, new FlashPolicy(EraseRequest.Sectors, VerifyMethod.Readback, Hertz));

        Assert.Equal([new PlannedWrite(0x08000000, 16, 0)], plan.Writes);
    }

    [Fact]
    public void Plan_SectorsOfTwoSizes_AddsTheTimeOfEach()
    {
        var image = FirmwareImage.FromBytes(0x08001FFF, [1, 2]);

        var plan = FlashPlanner.Plan(image, TestChips.WideUnit, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz));

        Assert.Equal([new PlannedSector(0x08001000, 0x1000, 0), new PlannedSector(0x08002000, 0x4000, 0)], plan.Sectors);
        Assert.Equal(TimeSpan.FromMilliseconds(130), plan.ExpectedErase);
    }

    [Fact]
    public void Plan_NothingErased_CountsTheBlankCheck()
    {
        var plan = FlashPlanner.Plan(
            FirmwareImage.FromBytes(0x08000000, [1, 2, 3, 4]), TestChips.MediumDensity, new FlashPolicy(EraseRequest.None, VerifyMethod.Readback, Hertz));

        Assert.Equal(EraseMethod.None, plan.Erase);
        Assert.Empty(plan.Sectors);
        Assert.Equal(TimeSpan.FromMicroseconds(11.5), plan.ExpectedErase);
    }

    [Fact]
    public void Plan_SlowWire_PredictsTheWireNotTheFlash()
    {
        var plan = FlashPlanner.Plan(
            FirmwareImage.FromBytes(0x08000000, [1, 2, 3, 4]), TestChips.MediumDensity, new FlashPolicy(EraseRequest.Chip, VerifyMethod.Readback, 46_000));

        Assert.Equal(TimeSpan.FromMilliseconds(2), plan.ExpectedProgram);
    }

    [Theory]
    [InlineData(0x08020000u, 1, 0x08020000u)]
    [InlineData(0x0801FFFFu, 2, 0x08020000u)]
    [InlineData(0x07FFFFFFu, 2, 0x07FFFFFFu)]
    [InlineData(0x20000000u, 4, 0x20000000u)]
    [InlineData(0xFFFFFFFFu, 1, 0xFFFFFFFFu)]
    public void Plan_ImageOutsideFlash_NamesRangeAndEndOfFlash(uint address, int length, uint first)
    {
        var error = Assert.Throws<FlashException>(() => FlashPlanner.Plan(
            FirmwareImage.FromBytes(address, new byte[length]), TestChips.MediumDensity, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz)));

        Assert.Equal(FlashFault.ImageOutside, error.Fault);
        Assert.Equal(first, error.Address);
        Assert.Equal("0x08000000–0x0801ffff (128 KiB)", error.Expected);
        Assert.Equal($"0x{address:x8}–0x{address + (uint)length - 1:x8}", error.Actual);
        Assert.Contains("0x0801ffff", error.Message);
    }

    [Theory]
    [InlineData(0x1FFFF800u)]
    [InlineData(0x1FFFF80Fu)]
    public void Plan_OptionBytesInImage_AreRefusedByName(uint address)
    {
        var error = Assert.Throws<FlashException>(() => FlashPlanner.Plan(
            FirmwareImage.FromBytes(address, [0xA5]), TestChips.MediumDensity, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz)));

        Assert.Equal(FlashFault.ImageOutside, error.Fault);
        Assert.Contains("option bytes", error.Message);
    }

    [Fact]
    public void Plan_EmptyImage_IsRefused()
    {
        var error = Assert.Throws<FlashException>(() => FlashPlanner.Plan(
            FirmwareImage.FromBytes(0x08000000, []), TestChips.MediumDensity, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz)));

        Assert.Equal(FlashFault.Unsupported, error.Fault);
    }

    [Fact]
    public void Plan_SparseRandomImages_WritesAreAlignedInsideAndCoverExactlyWhatIsNotErased()
    {
        var random = new Random(20261);
        for (var round = 0; round < 200; round++)
        {
            var image = SparseImage.Make(random, TestChips.Tiny);
            var plan = FlashPlanner.Plan(image, TestChips.Tiny, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz));
            AssertCovers(image, plan);
        }
    }

    private static void AssertCovers(FirmwareImage image, FlashPlan plan)
    {
        for (var address = 0x08000000u; address < 0x08001000; address += 2)
        {
            var unit = new byte[2];
            image.Read(address, unit, 0xFF);
            var written = plan.Writes.Count(write => address >= write.Address && address < write.Address + write.Length);
            Assert.Equal(unit is [0xFF, 0xFF] ? 0 : 1, written);
        }

        Assert.All(plan.Writes, write => Assert.Equal(0u, (write.Address | write.Length) & 1));
        Assert.Equal(image.ByteCount, plan.Checks.Sum(check => check.Length));
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)((i * 31 + i / 251) % 255);
        return bytes;
    }
}
