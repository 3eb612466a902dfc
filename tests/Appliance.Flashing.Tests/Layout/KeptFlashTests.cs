// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Layout;

/// <summary>Ranges that survive are in no plan, whatever is asked.</summary>
public class KeptFlashTests
{
    private static readonly KeptRange LastPage = new(0x0801_FC00, 0x0801_FFFF);

    [Theory]
    [InlineData(EraseRequest.Auto)]
    [InlineData(EraseRequest.Chip)]
    [InlineData(EraseRequest.Sectors)]
    [InlineData(EraseRequest.Changed)]
    public void Plan_WithARangeThatSurvives_NeverErasesIt(EraseRequest erase)
    {
        var plan = Plan(LoaderRig.Random(0x1_0000, 1), erase, LastPage);

        Assert.Equal(erase == EraseRequest.Changed ? EraseMethod.Changed : EraseMethod.Sectors, plan.Erase);
        Assert.Equal(erase == EraseRequest.Chip ? 127 : 64, plan.Sectors.Count);
        Assert.DoesNotContain(plan.Sectors, sector => sector.Address + sector.Size > LastPage.First);
        Assert.Contains("survives", plan.EraseReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0800_0010u, 0x0800_001Fu, "which is to survive")]
    [InlineData(0x0800_0300u, 0x0800_03FFu, "in the same sector is to survive")]
    [InlineData(0x0801_FC00u, 0x0802_0000u, "is not in the flash")]
    [InlineData(0x2000_0000u, 0x2000_0003u, "is not in the flash")]
    public void Plan_WhatCannotSurvive_IsRefused(uint first, uint last, string message)
    {
        var error = Assert.Throws<FlashException>(() => Plan(LoaderRig.Random(0x200, 1), EraseRequest.Auto, new KeptRange(first, last)));

        Assert.Equal(FlashFault.ImageOutside, error.Fault);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stm32f103cb", EraseRequest.Chip)]
    [InlineData("stm32h743zi", EraseRequest.Auto)]
    public void Burn_WithARangeThatSurvives_ItDoes(string target, EraseRequest erase)
    {
        using var rig = new LoaderRig(target);
        new Random(9).NextBytes(rig.Board.Chip.Flash);
        var size = (int)rig.Chip.Flash[0].Sectors[0].Size;
        var before = rig.Board.Chip.Flash[^size..];
        var image = LoaderRig.Random(0x300, 1);
        var keep = new KeptRange(LoaderRig.Flash + (uint)(rig.Board.Chip.Flash.Length - 16), LoaderRig.Flash + (uint)rig.Board.Chip.Flash.Length - 1);
        var plan = FlashPlanner.Plan(image, rig.Chip, new FlashPolicy(erase, VerifyMethod.Crc, 4_000_000) { Keep = [keep] });

        rig.Connect();
        rig.Session.Erase(plan, null, default);
        rig.Session.Program(plan, image, null, default);

        Assert.Equal(image.Crc32, rig.Session.Verify(plan, image, null, default).Crc32);
        Assert.Equal(before, rig.Board.Chip.Flash[^size..]);
    }

    private static FlashPlan Plan(FirmwareImage image, EraseRequest erase, KeptRange keep) =>
        FlashPlanner.Plan(image, ChipCatalog.Default.Find("stm32f103cb"), new FlashPolicy(erase, VerifyMethod.Crc, 4_000_000) { Keep = [keep] });
}
