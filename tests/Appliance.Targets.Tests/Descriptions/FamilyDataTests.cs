// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Tests.Descriptions;

/// <summary>Every family's data against rules that no schema can say, and a few chips against the values of their manuals.</summary>
public sealed class FamilyDataTests
{
    public static TheoryData<string> Names => [.. ChipCatalog.Default.Chips.Select(chip => chip.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Chip_SectorsAndTimes_CoverEveryBank(string name)
    {
        var chip = ChipCatalog.Default.Find(name);
        var next = 0x0800_0000u;
        foreach (var bank in chip.Flash)
        {
            Assert.Equal(next, bank.Start);
            Assert.Equal(bank.Size, bank.Sectors.Aggregate(0u, (sum, run) => sum + ((uint)run.Count * run.Size)));
            Assert.Equal(bank.Sectors.Count, bank.Times.SectorErase.Count);
            Assert.All(bank.Sectors, run => Assert.Equal(0u, run.Size % (uint)bank.ProgramUnit));
            Assert.True(bank.Times.ProgramUnit.Maximum > TimeSpan.Zero);
            next += bank.Size;
        }

        Assert.Equal(chip.Identification.FlashSizesAllowed[0] * 1024L, chip.FlashBytes);
        Assert.NotEqual(0u, chip.WatchdogKey);
    }

    [Theory]
    [InlineData("stm32wb55rg", 0x495u, 1024, 4096u, 8, 0xFF)]
    [InlineData("stm32wb15cc", 0x494u, 320, 2048u, 8, 0xFF)]
    [InlineData("stm32l151cb", 0x416u, 128, 256u, 128, 0x00)]
    [InlineData("stm32l152rc", 0x427u, 256, 256u, 128, 0x00)]
    [InlineData("stm32h735ig", 0x483u, 1024, 131072u, 32, 0xFF)]
    [InlineData("stm32l072cz", 0x447u, 192, 128u, 64, 0x00)]
    [InlineData("stm32f030r8", 0x440u, 64, 1024u, 2, 0xFF)]
    [InlineData("stm32f303vc", 0x422u, 256, 2048u, 2, 0xFF)]
    [InlineData("stm32c031c6", 0x453u, 32, 2048u, 8, 0xFF)]
    [InlineData("stm32l4r5zi", 0x470u, 2048, 4096u, 8, 0xFF)]
    [InlineData("stm32l552ze", 0x472u, 512, 2048u, 8, 0xFF)]
    [InlineData("stm32u575zi", 0x482u, 2048, 8192u, 16, 0xFF)]
    [InlineData("stm32h563zi", 0x484u, 2048, 8192u, 16, 0xFF)]
    [InlineData("stm32h743zi", 0x450u, 2048, 131072u, 32, 0xFF)]
    public void Chip_OfOneSectorSize_HasTheValuesOfItsManual(string name, uint deviceId, int flashKiB, uint sector, int unit, byte erased)
    {
        var chip = ChipCatalog.Default.Find(name);
        Assert.Equal(deviceId, chip.Identification.DeviceId);
        Assert.Equal(flashKiB * 1024, chip.FlashBytes);
        Assert.All(chip.Flash, bank => Assert.Equal((sector, unit, erased), (Assert.Single(bank.Sectors).Size, bank.ProgramUnit, bank.ErasedValue)));
    }

    [Theory]
    [InlineData("stm32f746zg", "4x32 1x128 3x256")]
    [InlineData("stm32f746ve", "4x32 1x128 1x256")]
    [InlineData("stm32f767zi", "4x32 1x128 7x256")]
    [InlineData("stm32f767zi-dual", "4x16 1x64 7x128, 4x16 1x64 7x128")]
    public void Chip_OfUnequalSectors_HasThoseOfItsManual(string name, string sectors)
    {
        var banks = ChipCatalog.Default.Find(name).Flash.Select(bank => string.Join(' ', bank.Sectors.Select(run => $"{run.Count}x{run.Size / 1024}")));
        Assert.Equal(sectors, string.Join(", ", banks));
    }

    [Fact]
    public void Find_FullPartNumber_IsTheOrganisationOfTheFactory()
    {
        Assert.Equal("stm32f767zi", ChipCatalog.Default.Find("STM32F767ZIT6").Name);
        Assert.Equal([0, 16], ChipCatalog.Default.Find("stm32f767zi-dual").Flash.Select(bank => bank.FirstSector));
    }
}
