// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Firmware;

namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Which format a file is, limits, base addresses.</summary>
public class FirmwareReaderTests
{
    private const string Hex = ":0100000001FE\n:00000001FF\n";

    [Fact]
    public void Read_ContentAndNameDisagree_ContentDecides()
    {
        Assert.Equal("hex", FirmwareModel.Read(Encoding.ASCII.GetBytes(Hex), "app.uf2").Format);
    }

    [Fact]
    public void Read_BrokenFirstLine_NameDecidesWhoseErrorItIs()
    {
        var error = Refusal.OfText(":01x\n", "APP.HEX");
        Assert.Equal((FirmwareErrorCause.Malformed, 1L), (error.Cause, error.Line));
    }

    [Fact]
    public void Read_NeitherContentNorName_IsUnknown()
    {
        var error = Refusal.OfText("hello", "readme.txt");
        Assert.Equal((FirmwareErrorCause.UnknownFormat, "bytes 68656c6c6f"), (error.Cause, error.Found));
    }

    [Fact]
    public void Read_UnknownWithBaseAddress_IsBinary()
    {
        Assert.Equal(0x0800_4000u, FirmwareModel.Read([1, 2], "blob", baseAddress: 0x0800_4000).Segments[0].Address);
    }

    [Fact]
    public void Read_BinaryWithoutBaseAddress_IsRefused()
    {
        Assert.Equal(FirmwareErrorCause.BaseAddressMissing, Refusal.Of([1, 2], "app.bin").Cause);
    }

    [Fact]
    public void Read_BaseAddressForAFormatWithAddresses_IsRefused()
    {
        var error = Assert.Throws<FirmwareException>(() => FirmwareModel.Read(Encoding.ASCII.GetBytes(Hex), "app.hex", baseAddress: 0x0800_0000));
        Assert.Equal((FirmwareErrorCause.BaseAddressRefused, "0x08000000"), (error.Cause, error.Found));
    }

    [Theory]
    [InlineData("app.hex")]
    [InlineData("app.bin")]
    [InlineData("app")]
    public void Read_EmptyFile_IsRefused(string name)
    {
        Assert.Equal(FirmwareErrorCause.Empty, Refusal.Of([], name).Cause);
    }

    [Fact]
    public void Read_MoreThanTheLimit_IsRefused()
    {
        Assert.Equal(100, FirmwareModel.Read(new byte[100], "a", baseAddress: 0, maxBytes: 100).ByteCount);
        var error = Assert.Throws<FirmwareException>(() => FirmwareModel.Read(new byte[101], "a", baseAddress: 0, maxBytes: 100));
        Assert.Equal((FirmwareErrorCause.TooLarge, "at most 100 bytes of data"), (error.Cause, error.Expected));
    }

    [Fact]
    public void Read_BytesScatteredOverTheAddressSpace_IsRefusedBeforeTheyCostMemory()
    {
        var lines = Enumerable.Range(1, 40_000)
            .Select(i => HexWriter.Record(4, 0, HexWriter.Big((uint)i, 2)) + "\n" + HexWriter.Record(0, 0, [1]));
        var file = Encoding.ASCII.GetBytes(string.Join("\n", lines) + "\n:00000001FF");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Refusal.Of(file, "a.hex", maxBytes: 1 << 20);
        Assert.Equal((FirmwareErrorCause.TooLarge, "data scattered over more pages"), (error.Cause, error.Found));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }
}
