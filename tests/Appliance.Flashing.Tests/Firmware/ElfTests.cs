// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.Tests.Firmware;

public class ElfTests
{
    [Fact]
    public void Read_Entry_IsKept()
    {
        Assert.Equal(0x0800_0101u, FirmwareModel.Read(Simple(new ElfWriter { Entry = 0x0800_0101 })).EntryPoint);
    }

    [Fact]
    public void Read_Bss_IsNoData()
    {
        var writer = new ElfWriter();
        writer.AddSegment(0x0800_0000, [1, 2], bss: 1000);
        Assert.Equal([new FirmwareSegment(0x0800_0000, 2)], FirmwareModel.Read(writer.Build()).Segments);
    }

    [Fact]
    public void Read_SegmentThatRunsElsewhere_IsWhereItIsLoaded()
    {
        var writer = new ElfWriter();
        writer.AddSegmentAt(0x0800_0400, 0x2000_0000, 52, 3, 0, [1, 2, 3]);
        Assert.Equal([new FirmwareSegment(0x0800_0400, 3)], FirmwareModel.Read(writer.Build()).Segments);
    }

    [Fact]
    public void Read_SegmentsOfOtherTypesOrWithoutFileBytes_AreNoData()
    {
        var writer = new ElfWriter();
        writer.AddSegment(0x0800_0000, [1, 2]);
        writer.AddSegment(0x0900_0000, [3], type: 2);
        writer.AddSegment(0x2000_0000, [], bss: 100);
        Assert.Equal([new FirmwareSegment(0x0800_0000, 2)], FirmwareModel.Read(writer.Build()).Segments);
    }

    [Fact]
    public void Read_SegmentThatStartsAtTheElfHeader_LeavesTheHeaderOut()
    {
        var writer = new ElfWriter();
        writer.AddSegmentAt(0x0800_0000, 0x0800_0000, 0, 52 + 4, 0, [1, 2, 3, 4]);
        Assert.Equal([new FirmwareSegment(0x0800_0000 + 52, 4)], FirmwareModel.Read(writer.Build()).Segments);
    }

    [Fact]
    public void Read_PaddingBetweenSections_IsNoData()
    {
        var writer = new ElfWriter();
        writer.AddSegment(0x0800_0000, [1, 2, 0, 0, 5, 6, 7]);
        writer.AddSection(1, 2, 52, 2);
        writer.AddSection(1, 2, 56, 2);
        writer.AddSection(8, 3, 54, 2);
        writer.AddSection(1, 0, 58, 1);
        Assert.Equal([new FirmwareSegment(0x0800_0000, 2), new FirmwareSegment(0x0800_0004, 2)], FirmwareModel.Read(writer.Build()).Segments);
    }

    [Fact]
    public void Read_NoLoadAddressesAtAll_TakesVirtualOnes()
    {
        var writer = new ElfWriter();
        writer.AddSegmentAt(0, 0x0800_0000, 52, 1, 0, [1]);
        writer.AddSegmentAt(0, 0x0800_0010, 53, 1, 0, [2]);
        Assert.Equal([0x0800_0000u, 0x0800_0010u], FirmwareModel.Read(writer.Build()).Segments.Select(segment => segment.Address));
    }

    [Fact]
    public void Read_SeekableStreamFromItsPosition_IsTheSame()
    {
        var file = Simple(new ElfWriter());
        using var stream = new MemoryStream([9, 9, 9, .. file]) { Position = 3 };
        Assert.Equal(3, FirmwareReader.Read(stream, new FirmwareReadOptions { FileName = "a.elf" }).ByteCount);
    }

    public static TheoryData<byte[], FirmwareErrorCause, long, string> Wrong => new()
    {
        { Simple(new ElfWriter { Machine = 243 }), FirmwareErrorCause.WrongMachine, 18, "machine 243" },
        { Simple(new ElfWriter { Class = 2 }), FirmwareErrorCause.WrongMachine, 4, "class 2" },
        { Simple(new ElfWriter { Encoding = 2 }), FirmwareErrorCause.WrongMachine, 5, "encoding 2" },
        { Simple(new ElfWriter { Type = 1 }), FirmwareErrorCause.Malformed, 16, "e_type 1" },
        { new ElfWriter().Build(), FirmwareErrorCause.Malformed, 44, "0" },
        { Simple(new ElfWriter())[..40], FirmwareErrorCause.Truncated, 0, "a file of 40 bytes" },
        { Simple(new ElfWriter())[..^1], FirmwareErrorCause.Truncated, 55, "a file of 86 bytes" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_BadFile_NamesOffsetAndFound(byte[] file, FirmwareErrorCause cause, long offset, string found)
    {
        var error = Refusal.Of(file, "a.elf");
        Assert.Equal((cause, offset, found), (error.Cause, error.Offset, error.Found));
        Assert.StartsWith($"a.elf, offset 0x{offset:x}: ", error.Message);
    }

    [Fact]
    public void Read_SegmentPastTheFile_IsTruncated()
    {
        var writer = new ElfWriter();
        writer.AddSegmentAt(0x0800_0000, 0, 52, 1000, 0, [1]);
        var error = Refusal.Of(writer.Build());
        Assert.Equal((FirmwareErrorCause.Truncated, 52L), (error.Cause, error.Offset));
    }

    [Fact]
    public void Read_SegmentPast4GiB_IsRefused()
    {
        var writer = new ElfWriter();
        writer.AddSegment(0xffff_ffff, [1, 2]);
        Assert.Equal(FirmwareErrorCause.AddressOutOfRange, Refusal.Of(writer.Build()).Cause);
    }

    [Fact]
    public void Read_SegmentsThatDisagree_IsOverlap()
    {
        var writer = new ElfWriter();
        writer.AddSegment(0x0800_0000, [1, 2]);
        writer.AddSegment(0x0800_0001, [3]);
        var error = Refusal.Of(writer.Build());
        Assert.Equal((FirmwareErrorCause.Overlap, 54L), (error.Cause, error.Offset));
    }

    private static byte[] Simple(ElfWriter writer)
    {
        writer.AddSegment(0x0800_0000, [1, 2, 3]);
        return writer.Build();
    }
}
