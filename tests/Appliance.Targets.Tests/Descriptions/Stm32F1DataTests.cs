// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Tests.Descriptions;

/// <summary>The data of the family against rules of its manuals that no schema can say.</summary>
public sealed class Stm32F1DataTests
{
    private static readonly ChipCatalog Chips = ChipCatalog.Default;

    public static TheoryData<string> Names => [.. Chips.Chips.Where(chip => chip.Family == "stm32f1").Select(chip => chip.Name)];

    [Theory]
    [InlineData("stm32f103c8", 0x410u, 64, 1024u, 20)]
    [InlineData("stm32f103cb", 0x410u, 128, 1024u, 20)]
    [InlineData("stm32f103c6", 0x412u, 32, 1024u, 10)]
    [InlineData("stm32f103ze", 0x414u, 512, 2048u, 64)]
    [InlineData("stm32f107vc", 0x418u, 256, 2048u, 64)]
    [InlineData("stm32f105r8", 0x418u, 64, 2048u, 64)]
    [InlineData("stm32f100cb", 0x420u, 128, 1024u, 8)]
    [InlineData("stm32f100ze", 0x428u, 512, 2048u, 32)]
    [InlineData("stm32f101t4", 0x412u, 16, 1024u, 4)]
    [InlineData("stm32f102rb", 0x410u, 128, 1024u, 16)]
    public void Chip_OfEveryDensity_HasTheValuesOfItsManual(string name, uint deviceId, int flashKiB, uint page, int ramKiB)
    {
        var chip = Chips.Find(name);

        Assert.Equal(deviceId, chip.Identification.DeviceId);
        Assert.Equal(flashKiB * 1024, chip.FlashBytes);
        Assert.Equal(page, Assert.Single(Assert.Single(chip.Flash).Sectors).Size);
        Assert.Equal(new MemoryRegion(0x2000_0000, (uint)ramKiB * 1024), Assert.Single(chip.Ram));
    }

    [Theory]
    [InlineData("stm32f103zf", 256u)]
    [InlineData("stm32f103zg", 512u)]
    public void XlDensity_SecondBank_HasItsOwnRegisters(string name, uint secondKiB)
    {
        var chip = Chips.Find(name);

        Assert.Equal([0x0800_0000u, 0x0808_0000u], chip.Flash.Select(bank => bank.Start));
        Assert.Equal([512 * 1024u, secondKiB * 1024], chip.Flash.Select(bank => bank.Size));
        Assert.Equal([0x4002_2000u, 0x4002_2040u], chip.Flash.Select(bank => bank.ControllerBase));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Chip_Sectors_CoverEveryBankWithoutGaps(string name)
    {
        var chip = Chips.Find(name);
        var next = 0x0800_0000u;
        foreach (var bank in chip.Flash)
        {
            Assert.Equal(next, bank.Start);
            Assert.Equal(bank.Size, bank.Sectors.Aggregate(0u, (sum, run) => sum + (uint)run.Count * run.Size));
            next = bank.Start + bank.Size;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Chip_SizeLetter_IsItsFlashSize(string name)
    {
        // Flash size code of the part number, datasheets of the family, ordering information scheme.
        var kib = name[^1] switch
        {
            '4' => 16,
            '6' => 32,
            '8' => 64,
            'b' => 128,
            'c' => 256,
            'd' => 384,
            'e' => 512,
            'f' => 768,
            'g' => 1024,
            _ => throw new ArgumentOutOfRangeException(name),
        };
        var chip = Chips.Find(name);

        Assert.Equal(kib * 1024, chip.FlashBytes);
        Assert.Equal(kib, chip.Identification.FlashSizesAllowed[0]);
    }

    [Fact]
    public void Times_OfMediumDensity_AreThoseOfTheDatasheet()
    {
        var times = Chips.Find("stm32f103cb").Flash[0].Times;

        Assert.Equal(new TimeRange(TimeSpan.FromMicroseconds(40), TimeSpan.FromMicroseconds(52.5), TimeSpan.FromMicroseconds(70)), times.ProgramUnit);
        Assert.Equal(new TimeRange(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(40)), times.MassErase);
    }

    [Theory]
    [InlineData(0x3FF_FFFCu, 0)]
    [InlineData(0x3FF_FFFEu, 1)]
    public void ReadProtection_OfTheOptionByteRegister_IsBitOne(uint obr, int level)
    {
        Assert.Equal(level, Chips.Find("stm32f103cb").Identification.ReadProtection.LevelOf(obr));
    }
}
