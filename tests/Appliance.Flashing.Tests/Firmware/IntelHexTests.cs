// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Firmware;
using static Appliance.Flashing.Tests.Firmware.HexWriter;

namespace Appliance.Flashing.Tests.Firmware;

public class IntelHexTests
{
    private const string End = ":00000001FF";

    [Fact]
    public void Read_StartLinearAddress_IsTheEntry()
    {
        Assert.Equal(0x0800_0101u, Read(Record(0, 0, [1]), ":0400000508000101ED", End).EntryPoint);
    }

    [Fact]
    public void Read_StartSegmentAddress_IsTheEntry()
    {
        Assert.Equal(0x1_2345u, Read(Record(0, 0, [1]), Record(3, 0, [0x12, 0x00, 0x03, 0x45]), End).EntryPoint);
    }

    [Fact]
    public void Read_WithoutStart_HasNoEntry()
    {
        Assert.Null(Read(Record(0, 0, [1]), End).EntryPoint);
    }

    [Fact]
    public void Read_SegmentedDataPastItsSegment_GoesOnAtTheSegmentsStart()
    {
        var image = Read(Record(2, 0, [0x10, 0x00]), Record(0, 0xffff, [1, 2]), End);
        Assert.Equal([new FirmwareSegment(0x1_0000, 1), new FirmwareSegment(0x1_ffff, 1)], image.Segments);
    }

    [Fact]
    public void Read_LinearDataPast64KiB_GoesOnInTheNext()
    {
        var image = Read(Record(4, 0, [0x08, 0x00]), Record(0, 0xffff, [1, 2]), End);
        Assert.Equal([new FirmwareSegment(0x0800_ffff, 2)], image.Segments);
    }

    [Fact]
    public void Read_LinearAfterSegmented_ForgetsTheSegment()
    {
        var image = Read(Record(2, 0, [0x10, 0x00]), Record(4, 0, [0x08, 0x00]), Record(0, 4, [1]), End);
        Assert.Equal(0x0800_0004u, image.Segments[0].Address);
    }

    [Fact]
    public void Read_EqualBytesTwice_IsAccepted()
    {
        Assert.Equal(3, Read(Record(0, 0, [1, 2]), Record(0, 1, [2, 3]), End).ByteCount);
    }

    [Fact]
    public void Read_BlankLinesAndControlZ_AreAccepted()
    {
        Assert.Equal(1, Read("", "  " + Record(0, 0, [1]) + "\t\r", "", End, "", "\u001a").ByteCount);
    }

    [Theory]
    [InlineData(":0100000001FE\n:0100010002FD\n:00000001FF\n", FirmwareErrorCause.BadChecksum, 2, "check sum 0xfc", "0xfd")]
    [InlineData(":0100000001FE\n\r\n:01000000025D\n", FirmwareErrorCause.BadChecksum, 3, "check sum 0xfd", "0x5d")]
    [InlineData(":0100000001FE\n:0100000002FD\n:00000001FF\n", FirmwareErrorCause.Overlap, 2, "0x01 at 0x00000000, as given before", "0x02")]
    [InlineData(":0100000001FE\n", FirmwareErrorCause.Truncated, 1, "an end-of-file record (type 01)", "the end of the file")]
    [InlineData(":0200000001FE\n:00000001FF", FirmwareErrorCause.Truncated, 1, "2 data bytes as the record says", "1")]
    [InlineData(":010000000101FD\n:00000001FF", FirmwareErrorCause.Malformed, 1, "1 data bytes as the record says", "2")]
    [InlineData(":0100000001FE\n:00000001FF\n:0100010002FC\n", FirmwareErrorCause.TrailingData, 3, "nothing after the end-of-file record", "13 characters")]
    [InlineData(":0100000001FE\n:010g000001FE\n", FirmwareErrorCause.Malformed, 2, "a hex digit in column 5", "'g'")]
    [InlineData(":0100000001FE\nhello\n", FirmwareErrorCause.Malformed, 2, "':' at the start of a record", "'h'")]
    [InlineData(":00000006FA\n", FirmwareErrorCause.Malformed, 1, "a record type from 00 to 05", "06")]
    [InlineData(":0100000408F3\n", FirmwareErrorCause.Malformed, 1, "2 data bytes in an extended linear address record", "1")]
    [InlineData(":02000004FFFFFC\n:02FFFF000102FD\n", FirmwareErrorCause.AddressOutOfRange, 2, "data below 4 GiB (0x100000000)", "2 bytes at 0xffffffff")]
    [InlineData(":00000001FF\n", FirmwareErrorCause.Empty, 1, "data records", "none")]
    public void Read_BadFile_NamesLineExpectedAndFound(string text, FirmwareErrorCause cause, int line, string expected, string found)
    {
        var error = Refusal.OfText(text);
        Assert.Equal((cause, line, expected, found), (error.Cause, (int)error.Line!, error.Expected, error.Found));
        Assert.Equal($"app.hex, line {line}: expected {expected}, found {found}", error.Message);
    }

    [Fact]
    public void Read_EndlessLine_IsRefused()
    {
        Assert.Equal(FirmwareErrorCause.Malformed, Refusal.OfText(":" + new string('0', 200_000)).Cause);
    }

    [Fact]
    public void Read_LineEndsOfAnyKind_CountLines()
    {
        Assert.Equal(4, Refusal.OfText(":0100000001FE\r:0100010001FD\r\n\n:0100000001FF").Line);
    }

    private static FirmwareImage Read(params string[] lines)
    {
        return FirmwareModel.Read(Encoding.ASCII.GetBytes(string.Join("\n", lines)));
    }
}
