// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.Tests.Firmware;

public class FirmwareImageTests
{
    [Fact]
    public void FromBytes_OverPageBorders_IsOneSegment()
    {
        var bytes = Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7)).ToArray();
        var image = FirmwareImage.FromBytes(0x0800_0ffe, bytes);

        Assert.Equal([new FirmwareSegment(0x0800_0ffe, 10_000)], image.Segments);
        Assert.Equal(10_000, image.ByteCount);
        Assert.Equal("bin", image.Format);
        Assert.Equal(bytes, image.Chunks(image.Segments[0]).SelectMany(chunk => chunk.ToArray()));
    }

    [Fact]
    public void FromBytes_UpToTheLastAddress_IsKept()
    {
        var image = FirmwareImage.FromBytes(0xffff_fffe, [1, 2]);
        Assert.Equal(0x1_0000_0000, image.Segments[0].End);
        Assert.True(image.Contains(0xffff_ffff));
    }

    [Fact]
    public void FromBytes_BeyondTheLastAddress_Throws()
    {
        var error = Assert.Throws<FirmwareException>(() => FirmwareImage.FromBytes(0xffff_fffe, [1, 2, 3]));
        Assert.Equal(FirmwareErrorCause.AddressOutOfRange, error.Cause);
    }

    [Fact]
    public void Read_OverGaps_FillsThem()
    {
        var image = FirmwareImage.Merge([FirmwareImage.FromBytes(0x1002, [1, 2]), FirmwareImage.FromBytes(0x1006, [3])]);
        var read = new byte[8];
        image.Read(0x1000, read, 0xff);
        Assert.Equal([0xff, 0xff, 1, 2, 0xff, 0xff, 3, 0xff], read);
    }

    [Fact]
    public void Contains_AtBothEndsOfASegment_IsExact()
    {
        var image = FirmwareImage.FromBytes(0x1000, [1, 2]);
        Assert.Equal([false, true, true, false], new uint[] { 0xfff, 0x1000, 0x1001, 0x1002 }.Select(image.Contains));
    }

    [Fact]
    public void Crc32_OverSegments_LeavesGapsOut()
    {
        var image = FirmwareImage.Merge([FirmwareImage.FromBytes(0x9000, "6789"u8), FirmwareImage.FromBytes(0x10, "12345"u8)]);
        Assert.Equal(0xcbf4_3926, image.Crc32);
    }

    [Fact]
    public void Chunks_OfARangeWithoutData_Throws()
    {
        var image = FirmwareImage.FromBytes(0x1000, [1, 2]);
        Assert.Throws<ArgumentException>(() => image.Chunks(new FirmwareSegment(0x1001, 2)));
    }

    [Fact]
    public void Merge_OverlapWithEqualBytes_CountsThemOnce()
    {
        var image = FirmwareImage.Merge([FirmwareImage.FromBytes(0, [1, 2, 3]), FirmwareImage.FromBytes(1, [2, 3, 4])]);
        Assert.Equal([new FirmwareSegment(0, 4)], image.Segments);
    }

    [Fact]
    public void Merge_OverlapWithDifferentBytes_NamesBothFiles()
    {
        var boot = Read("boot.bin", 0x0800_0000, [1, 2, 3, 4]);
        var app = Read("app.bin", 0x0800_0002, [3, 5]);
        var error = Assert.Throws<FirmwareException>(() => FirmwareImage.Merge([boot, app]));

        Assert.Equal(FirmwareErrorCause.Overlap, error.Cause);
        Assert.Equal("app.bin: expected 0x04 at 0x08000003, as boot.bin gives, found 0x05", error.Message);
    }

    private static FirmwareImage Read(string name, uint address, byte[] bytes)
    {
        return FirmwareReader.Read(new MemoryStream(bytes), new FirmwareReadOptions { FileName = name, BaseAddress = address });
    }
}
