// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;
using static Appliance.Flashing.Tests.Firmware.Uf2Writer;

namespace Appliance.Flashing.Tests.Firmware;

public class Uf2Tests
{
    private const uint Family = 0x2000;

    [Fact]
    public void Read_Family_IsKept()
    {
        Assert.Equal(0x5ee2_1072u, FirmwareModel.Read(Block(0, 1, 0, [1], Family, 0x5ee2_1072)).FamilyId);
    }

    [Fact]
    public void Read_FileSizeInTheFamilyField_IsNoFamily()
    {
        Assert.Null(FirmwareModel.Read(Block(0, 1, 0, [1], 0, 1)).FamilyId);
    }

    [Fact]
    public void Read_ExtensionTagsBehindThePayload_AreNoData()
    {
        byte[] tags = [0x08, 0xbc, 0xc7, 0x9f, 0x31, 0x2e, 0x30, 0x00, 0xff, 0xff, 0xff, 0xff];
        Assert.Equal(4, FirmwareModel.Read(Block(0, 1, 0, [1, 2, 3, 4], 0x8000, 0, tags)).ByteCount);
    }

    [Theory]
    [InlineData(0x0001)]
    [InlineData(0x1000)]
    public void Read_BlocksNotForTheMainFlash_AreCountedNotWritten(uint flag)
    {
        var image = FirmwareModel.Read([.. Block(0, 2, 0x100, [1]), .. Block(1, 2, 0x200, [2], flag)]);
        Assert.Equal([new FirmwareSegment(0x100, 1)], image.Segments);
    }

    public static TheoryData<byte[], FirmwareErrorCause, long, string> Wrong => new()
    {
        { [.. Block(0, 3, 0, [1]), .. Block(2, 3, 0, [1])], FirmwareErrorCause.CountMismatch, 1024, "2, without block 1" },
        { [.. Block(0, 2, 0, [1]), .. Block(0, 2, 0, [1])], FirmwareErrorCause.CountMismatch, 512, "a second one" },
        { [.. Block(0, 2, 0, [1]), .. Block(1, 3, 0, [1])], FirmwareErrorCause.CountMismatch, 512, "3" },
        { Block(1, 1, 0, [1]), FirmwareErrorCause.CountMismatch, 0, "1" },
        { Block(0, 1, 0, [1])[..511], FirmwareErrorCause.Truncated, 0, "511 bytes" },
        { [.. Block(0, 1, 0, [1]), 0], FirmwareErrorCause.Truncated, 512, "1 bytes" },
        { [.. Block(0, 1, 0, [1])[..508], 0, 0, 0, 0], FirmwareErrorCause.Malformed, 508, "0x00000000" },
        { [.. Block(0, 2, 0, [1]), .. new byte[512]], FirmwareErrorCause.Malformed, 512, "0x00000000" },
        { Block(0, 1, 0, new byte[477]), FirmwareErrorCause.Malformed, 0, "477" },
        { Block(0, 1, 0, new byte[453], 0x4000), FirmwareErrorCause.Malformed, 0, "453" },
        { [.. Block(0, 2, 0, [1]), .. Block(1, 2, 0, [2])], FirmwareErrorCause.Overlap, 512, "0x02" },
        { Block(0, 1, 0xffff_ffff, [1, 2]), FirmwareErrorCause.AddressOutOfRange, 0, "2 bytes at 0xffffffff" },
        { Block(0, 1, 0, [1], 1), FirmwareErrorCause.Empty, 512, "none" },
        { [.. Block(0, 1, 0, [1], Family, 7), .. Block(0, 1, 9, [1], Family, 8)], FirmwareErrorCause.FamilyAmbiguous, 512, "data for family 0x00000008" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_BadFile_NamesOffsetAndFound(byte[] file, FirmwareErrorCause cause, long offset, string found)
    {
        var error = Refusal.Of(file, "a.uf2");
        Assert.Equal((cause, offset, found), (error.Cause, error.Offset, error.Found));
    }

    [Fact]
    public void Read_ChosenFamily_DisregardsOthers()
    {
        byte[] file = [.. Block(0, 1, 0, [1], Family, 7), .. Block(3, 9, 0, [2], Family, 8)];
        var image = FirmwareReader.Read(new MemoryStream(file), new FirmwareReadOptions { FileName = "a", FamilyId = 7 });
        Assert.Equal((1, 7u), (image.ByteCount, image.FamilyId));
    }

    [Fact]
    public void Read_ChosenFamilyNotThere_IsRefused()
    {
        var file = Block(0, 1, 0, [1], Family, 8);
        var error = Assert.Throws<FirmwareException>(
            () => FirmwareReader.Read(new MemoryStream(file), new FirmwareReadOptions { FileName = "a", FamilyId = 7 }));
        Assert.Equal((FirmwareErrorCause.FamilyAmbiguous, "none"), (error.Cause, error.Found));
    }
}
