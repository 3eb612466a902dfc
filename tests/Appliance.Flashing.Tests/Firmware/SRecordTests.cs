// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Firmware;
using static Appliance.Flashing.Tests.Firmware.SRecordWriter;

namespace Appliance.Flashing.Tests.Firmware;

public class SRecordTests
{
    [Theory]
    [InlineData(7, 4, 0x0800_0101u, 0x0800_0101u)]
    [InlineData(8, 3, 0x01_0101u, 0x01_0101u)]
    [InlineData(9, 2, 0x0101u, 0x0101u)]
    [InlineData(9, 2, 0u, null)]
    public void Read_EndRecord_GivesTheEntry(int type, int addressLength, uint address, uint? entry)
    {
        Assert.Equal(entry, Read(Record(1, 0, 2, [1]), Record(type, address, addressLength, [])).EntryPoint);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(6, 3)]
    public void Read_WrongCount_IsRefused(int type, int addressLength)
    {
        var error = Refuse(Record(1, 0, 2, [1]), Record(type, 2, addressLength, []), "S9030000FC");
        Assert.Equal(
            (FirmwareErrorCause.CountMismatch, 2L, "2 data records before the count record", "1"),
            (error.Cause, error.Line, error.Expected, error.Found));
    }

    [Fact]
    public void Read_WithoutEndRecord_IsTruncated()
    {
        Assert.Equal(FirmwareErrorCause.Truncated, Refuse(Record(1, 0, 2, [1])).Cause);
    }

    [Fact]
    public void Read_RightCountInsteadOfEndRecord_IsWhole()
    {
        var image = Read("S0030000FC", Record(1, 0, 2, [1]), Record(5, 1, 2, []));
        Assert.Equal((1, null), (image.ByteCount, image.EntryPoint));
    }

    [Fact]
    public void Read_DataAfterTheCountAndNoEndRecord_IsTruncated()
    {
        var error = Refuse(Record(1, 0, 2, [1]), Record(5, 1, 2, []), Record(1, 1, 2, [2]));
        Assert.Equal((FirmwareErrorCause.Truncated, 3L), (error.Cause, error.Line));
    }

    [Fact]
    public void Read_AfterEndRecord_IsTrailingData()
    {
        Assert.Equal(FirmwareErrorCause.TrailingData, Refuse(Record(1, 0, 2, [1]), "S9030000FC", Record(1, 1, 2, [1])).Cause);
    }

    [Fact]
    public void Read_BadChecksum_NamesLineAndBoth()
    {
        var error = Refuse(Record(1, 0, 2, [1]), "S104000102F9", "S9030000FC");
        Assert.Equal(
            (FirmwareErrorCause.BadChecksum, 2L, "check sum 0xf8", "0xf9"),
            (error.Cause, error.Line, error.Expected, error.Found));
    }

    [Fact]
    public void Read_ReservedType_IsRefused()
    {
        var error = Refuse(Record(1, 0, 2, [1]), Record(4, 0, 2, []));
        Assert.Equal((FirmwareErrorCause.Malformed, "'4'"), (error.Cause, error.Found));
    }

    [Fact]
    public void Read_ShortRecord_IsTruncated()
    {
        Assert.Equal(FirmwareErrorCause.Truncated, Refuse("S1130000AABB").Cause);
    }

    [Fact]
    public void Read_DataPast4GiB_IsRefused()
    {
        Assert.Equal(FirmwareErrorCause.AddressOutOfRange, Refuse(Record(3, 0xffff_ffff, 4, [1, 2])).Cause);
    }

    [Fact]
    public void Read_OnlyHeaderAndEnd_IsEmpty()
    {
        Assert.Equal(FirmwareErrorCause.Empty, Refuse("S0030000FC", "S9030000FC").Cause);
    }

    private static FirmwareException Refuse(params string[] lines)
    {
        return Refusal.OfText(string.Join("\r\n", lines), "app.s19");
    }

    private static FirmwareImage Read(params string[] lines)
    {
        return FirmwareModel.Read(Encoding.ASCII.GetBytes(string.Join("\n", lines)));
    }
}
