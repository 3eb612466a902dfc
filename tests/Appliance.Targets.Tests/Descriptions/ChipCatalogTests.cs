// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Tests.Descriptions;

public sealed class ChipCatalogTests
{
    [Fact]
    public void Default_EveryDataFile_Loads()
    {
        Assert.Equal(95, ChipCatalog.Default.Chips.Count(chip => chip.Family == "stm32f1"));
    }

    [Theory]
    [InlineData("stm32f103cb", "stm32f103cb")]
    [InlineData("STM32F103CB", "stm32f103cb")]
    [InlineData("stm32f103cbt6", "stm32f103cb")]
    [InlineData("stm32f103cbu6tr", "stm32f103cb")]
    [InlineData(" stm32f107vct6 ", "stm32f107vc")]
    public void Find_NameOrPartNumber_FindsTheChip(string asked, string found)
    {
        Assert.Equal(found, ChipCatalog.Default.Find(asked).Name);
    }

    [Theory]
    [InlineData("stm32f103cc", "stm32f103c8")] // No F103 of 256 KB has 48 pins.
    [InlineData("stmf103cb", "stm32f103cb")]
    [InlineData("stm32f103cbx6", "stm32f103cb")] // There is no package X.
    [InlineData("stm32f107", "stm32f107rb")]
    [InlineData("stm32f1o3zgt6", "stm32f103zg")]
    public void Find_UnknownName_IsRefusedWithTheNearest(string asked, string nearest)
    {
        var e = Assert.Throws<TargetException>(() => ChipCatalog.Default.Find(asked));

        Assert.Equal(TargetFault.UnknownChip, e.Fault);
        Assert.Contains(nearest, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lpc1768")]
    public void Find_NothingNear_SuggestsNothing(string asked)
    {
        var e = Assert.Throws<TargetException>(() => ChipCatalog.Default.Find(asked));

        Assert.DoesNotContain("did you mean", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithDeviceId_OfConnectivityLine_GivesF105AndF107()
    {
        var names = ChipCatalog.Default.WithDeviceId(0x418).Select(chip => chip.Name[..9]).Distinct();

        Assert.Equal(["stm32f105", "stm32f107"], names);
    }
}
