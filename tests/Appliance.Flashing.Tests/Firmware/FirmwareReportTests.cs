// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.Tests.Firmware;

public class FirmwareReportTests
{
    [Fact]
    public void ToJson_TwoSegments_IsThePublishedObject()
    {
        string[] lines =
        [
            HexWriter.Record(4, 0, [0x08, 0x00]), HexWriter.Record(0, 0xc000, [.. "6789"u8]), HexWriter.Record(0, 0, [.. "12345"u8]),
            HexWriter.Record(5, 0, [0x08, 0x00, 0xc0, 0x01]), ":00000001FF",
        ];
        var report = FirmwareReport.Of(FirmwareModel.Read(Encoding.ASCII.GetBytes(string.Join("\r\n", lines))));

        Assert.Equal(
            """{"format":"hex","entry":"0x0800c001","bytes":9,"crc32":"cbf43926","segments":["""
            + """{"address":"0x08000000","length":5,"crc32":"cbf53a1c"},{"address":"0x0800c000","length":4,"crc32":"9dbabf87"}]}""",
            report.ToJson());
    }

    [Fact]
    public void ToJson_WithoutEntry_IsNull()
    {
        Assert.Contains("\"entry\":null", FirmwareReport.Of(FirmwareImage.FromBytes(0, [1])).ToJson());
    }

    [Fact]
    public void ToText_OneSegment_HasALineForIt()
    {
        var text = FirmwareReport.Of(FirmwareImage.FromBytes(0x0800_0000, "123456789"u8)).ToText();
        Assert.Equal("bin, 9 bytes, crc32 cbf43926, entry none\n0x08000000           9 bytes  crc32 cbf43926\n", text);
    }
}
