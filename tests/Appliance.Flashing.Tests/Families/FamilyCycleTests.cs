// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Flashing.Tests.Loaders;

namespace Appliance.Flashing.Tests.Families;

/// <summary>Whole jobs on one part of each kind of flash controller, judged by the simulator's own memory: by the loader, and by registers alone.</summary>
public class FamilyCycleTests
{
    private const uint Flash = LoaderRig.Flash;

    /// <summary>Part, first byte and length of an image that crosses a sector boundary, and a bank boundary where there is one.</summary>
    public static TheoryData<string, int, int> Parts => new()
    {
        { "stm32wb55rg", 0x1E000, 0x4000 },
        { "stm32wb55ce", 0, 0x2340 },
        { "stm32wb15cc", 0x3FF8, 0x1010 },
        { "stm32l151cb", 0xF80, 0x480 },
        { "stm32l151rc", 0x3FF00, 0x100 },
        { "stm32f746zg", 0x7800, 0x1000 },
        { "stm32f767zi", 0x3FC00, 0x800 },
        { "stm32f767zi-dual", 0xFFC00, 0x800 },
        { "stm32h735ig", 0x1FC00, 0x800 },
        { "stm32h743zi", 0xFF800, 0x1000 },
        { "stm32l476rg", 0x7FC00, 0x800 },
        { "stm32g071rb", 0x600, 0x400 },
        { "stm32g474re", 0x3FC00, 0x800 },
        { "stm32g474re-single", 0x0F00, 0x400 },
        { "stm32wl55jc", 0x600, 0x800 },
        { "stm32f407vg", 0x0FC00, 0x800 },
        { "stm32f205rg", 0x0FC00, 0x800 },
        { "stm32l053r8", 0xF80, 0x200 },
        { "stm32l072cz", 0x1_7F80, 0x180 },
        { "stm32f030r8", 0x300, 0x400 },
        { "stm32f072rb", 0x700, 0x300 },
        { "stm32f303vc", 0x600, 0x400 },
        { "stm32c031c6", 0x600, 0x400 },
        { "stm32l4r5zi", 0xF_FC00, 0x800 },
        { "stm32l552ze", 0x3_F000, 0x2000 },
        { "stm32u575zi", 0xF_E000, 0x2400 },
        { "stm32u575zg", 0x7_FC00, 0x800 },
        { "stm32h563zi", 0xF_FC00, 0x800 },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Loader_ImageOverABoundary_FlashHoldsItAndEvidenceIsItsCrc(string target, int offset, int length)
    {
        using var rig = new LoaderRig(target);
        var image = LoaderRig.Random(length, offset, Flash + (uint)offset);
        new Random(2).NextBytes(rig.Board.Chip.Flash);
        var before = (byte[])rig.Board.Chip.Flash.Clone();

        var evidence = rig.Burn(image, EraseRequest.Sectors);

        Assert.Equal(new VerifyEvidence("crc", image.ByteCount, image.Crc32), evidence);
        Check(rig, image, before);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Registers_ImageOverABoundary_FlashHoldsIt(string target, int offset, int length)
    {
        using var rig = new BoardRig(target);
        var image = LoaderRig.Random(length, offset, Flash + (uint)offset);
        new Random(3).NextBytes(rig.Board.Chip.Flash);
        var before = (byte[])rig.Board.Chip.Flash.Clone();

        var plan = rig.Burn(image, EraseRequest.Sectors);
        rig.Work.Lock();

        Assert.Equal(rig.Expected(image, plan, before), rig.Board.Chip.Flash);
        Assert.Equal(image.Crc32, rig.Verify(image).Crc32);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Job_AfterIt_ClockAndFlashAreAsAfterReset(string target, int offset, int length)
    {
        using var rig = new LoaderRig(target);
        rig.Connect();
        var hertz = rig.Board.Chip.CoreHertz;

        rig.Burn(LoaderRig.Random(length, 1, Flash + (uint)offset), EraseRequest.Sectors);

        Assert.Equal(hertz, rig.Board.Chip.CoreHertz);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    private static void Check(LoaderRig rig, FirmwareImage image, byte[] before)
    {
        foreach (var sector in rig.Plan(image, EraseRequest.Sectors).Sectors)
            before.AsSpan((int)(sector.Address - Flash), (int)sector.Size).Fill(rig.Chip.Flash[0].ErasedValue);
        foreach (var segment in image.Segments)
            image.Read(segment.Address, before.AsSpan((int)(segment.Address - Flash), (int)segment.Length), 0);
        Assert.Equal(before, rig.Board.Chip.Flash);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }
}
