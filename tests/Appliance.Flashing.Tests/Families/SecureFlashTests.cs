// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;

namespace Appliance.Flashing.Tests.Families;

/// <summary>The STM32WB, whose coprocessor keeps the upper end of the flash.</summary>
public class SecureFlashTests
{
    private const int FreeBytes = 0xF4 * 4096;

    [Fact]
    public void Erase_ImageThatReachesIntoTheCoprocessorsFlash_IsRefusedBeforeAnythingIsErased()
    {
        using var rig = new LoaderRig("stm32wb55rg");
        rig.Board.Chip.Flash[0] = 0x42;
        var image = LoaderRig.Random(0x3000, 1, LoaderRig.Flash + FreeBytes - 0x1000);

        var error = Assert.Throws<FlashException>(() => rig.Burn(image));

        Assert.Equal((FlashFault.ImageOutside, LoaderRig.Flash + FreeBytes), (error.Fault, error.Address!.Value));
        Assert.Contains("coprocessor", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, rig.Board.Chip.Busy.Total.Ticks);
    }

    [Fact]
    public void Burn_UpToTheLastFreeByte_Holds()
    {
        using var rig = new LoaderRig("stm32wb55rg");
        var image = LoaderRig.Random(0x1000, 1, LoaderRig.Flash + FreeBytes - 0x1000);
        Assert.Equal(image.Crc32, rig.Burn(image).Crc32);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Fact]
    public void Erase_OfTheWholeChip_EndsWhereTheCoprocessorBegins()
    {
        using var rig = new LoaderRig("stm32wb55rg");
        rig.Board.Chip.Flash.AsSpan().Clear();
        var image = LoaderRig.Random(0x400, 1);

        rig.Burn(image, EraseRequest.Chip);

        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(0x400, FreeBytes - 0x400).IndexOfAnyExcept((byte)0xFF));
        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(FreeBytes).IndexOfAnyExcept((byte)0));
        Assert.Contains(rig.Session.Warnings, warning => warning.Code == "secure-flash");
        Assert.Empty(rig.Board.Chip.Violations.List);
    }
}
