// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Flashing.VendorLoaders;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.VendorLoaders;

/// <summary>What cannot work is told before a board is touched; what can is planned with the flash of its loader.</summary>
public class VendorChipTests
{
    [Fact]
    public void With_MemoryBeside_IsABankBehindThoseOfTheChip()
    {
        var chip = ChipCatalog.Default.Find("stm32f746ng");

        var (with, planned) = VendorChip.With(chip, TestLoaders.Read("quadspi-f746.FLM"));

        Assert.Equal((chip.Flash.Count + 1, chip.FlashBytes), (with.Flash.Count, with.FlashBytes));
        Assert.Equal([chip.Flash.Count], planned.Banks);
        Assert.True(with.Flash[^1].External);
    }

    [Theory]
    [InlineData("stm32f103c8", "f103.FLM", true)] // Half of the flash the loader knows: every sector of the chip is one of its own.
    [InlineData("stm32f103cb", "f103.FLM", true)]
    [InlineData("stm32f103rc", "f103.FLM", false)] // Pages of 2 KiB.
    [InlineData("stm32l151cb", "f103.FLM", false)] // Pages of 256 bytes.
    public void With_FlashOfTheChip_TakesALoaderThatKnowsItsSectors(string target, string loader, bool works)
    {
        var with = () => VendorChip.With(ChipCatalog.Default.Find(target), TestLoaders.Read(loader));

        if (works)
            Assert.Equal([0], with().Planned.Banks);
        else
            Assert.Contains("does not know the sector", Assert.Throws<FlashException>(() => with()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_LoaderNamedForAnotherChip_IsRefused()
    {
        var loader = VendorLoaderReader.Read(TestLoaders.Bytes("quadspi-f746.stldr"), "0x450.stldr");

        var error = Assert.Throws<FlashException>(() => VendorChip.With(ChipCatalog.Default.Find("stm32f746ng"), loader));

        Assert.Contains("DEV_ID 0x450", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_LoaderLinkedBeyondTheRamThereIs_DoesNotFit()
    {
        var loader = TestLoaders.Read("quadspi-f746.stldr");
        var high = loader with { Segments = [loader.Segments[0] with { Address = 0x2400_0004 }] };

        var error = Assert.Throws<FlashException>(() => VendorChip.With(ChipCatalog.Default.Find("stm32f746ng"), high));

        Assert.Equal(FlashFault.LoaderTooBig, error.Fault);
        Assert.Contains("0x24000004", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Code, return, stack and buffers share nothing, and lie in the RAM, whatever its size.</summary>
    [Fact]
    public void Place_InAnyRam_SharesNothing()
    {
        foreach (var loader in (VendorLoader[])[TestLoaders.Read("f103.FLM"), TestLoaders.Read("f103-fixed.FLM"), TestLoaders.Read("quadspi-f746.stldr")])
        {
            for (var size = 1024u; size <= 320 * 1024; size += size < 8192 ? 64u : 4096)
            {
                var ram = new MemoryRegion(0x2000_0000, size);
                VendorPlace place;
                try
                {
                    place = VendorPlace.In([ram], loader);
                }
                catch (FlashException error) when (error.Fault == FlashFault.LoaderTooBig)
                {
                    Assert.True(size < 8192, $"{loader.File} does not fit {size} bytes");
                    continue;
                }

                (long Start, long End)[] parts =
                [
                    (place.Return, place.Return + 4), (loader.Start + (long)place.Moved & 0xFFFF_FFFF, (loader.End + (long)place.Moved) & 0xFFFF_FFFF),
                    (place.StackLimit, place.Stack), (place.Buffer, place.Buffer + ((long)place.Buffers * place.BufferBytes)),
                ];
                var sorted = parts.OrderBy(part => part.Start).ToList();
                Assert.All(sorted.Zip(sorted.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
                Assert.True(sorted[0].Start >= ram.Start && sorted[^1].End <= ram.Start + (long)ram.Size);
                Assert.Equal((0u, 0), (place.Stack % 8, place.BufferBytes % loader.Device.PageBytes));
            }
        }
    }

    [Theory]
    [InlineData(EraseRequest.Auto)]
    [InlineData(EraseRequest.Chip)]
    [InlineData(EraseRequest.Sectors)]
    public void Plan_ChipAndMemory_OfTheMemoryOnlyWhatTheImageTouchesIsErased(EraseRequest erase)
    {
        var (chip, _) = VendorChip.With(ChipCatalog.Default.Find("stm32f746ng"), TestLoaders.Read("quadspi-f746.FLM"));
        var image = FirmwareImage.Merge([LoaderRig.Random(0x900, 3), LoaderRig.Random(0x300, 4, VendorRig.Window)]);

        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(erase, VerifyMethod.Readback, 4_000_000));

        Assert.Equal([new PlannedSector(VendorRig.Window, 0x1_0000, 1)], plan.Sectors.Where(sector => sector.Bank == 1));
        Assert.Contains(plan.Sectors, sector => sector.Bank == 0);
    }

    [Fact]
    public void Plan_OnlyWhatDiffersInMemoryBeside_IsRefused()
    {
        var (chip, _) = VendorChip.With(ChipCatalog.Default.Find("stm32f746ng"), TestLoaders.Read("quadspi-f746.FLM"));

        var error = Assert.Throws<FlashException>(() => FlashPlanner.Plan(
            LoaderRig.Random(0x300, 4, VendorRig.Window), chip, new FlashPolicy(EraseRequest.Changed, VerifyMethod.Crc, 4_000_000)));

        Assert.Equal(FlashFault.Unsupported, error.Fault);
    }
}
