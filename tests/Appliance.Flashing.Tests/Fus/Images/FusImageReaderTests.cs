// SPDX-License-Identifier: Apache-2.0
using FsCheck;
using Appliance.Flashing.Fus.Images;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.Fus.Images;

public class FusImageReaderTests
{
    [Fact]
    public void Read_StackOfNewFormat_TellsFooter()
    {
        var image = FusImageReader.Read(ImageFile.FullStack());

        Assert.Equal((FusImageKind.Stack, FusImageFormat.New, 32, 4), (image.Kind, image.Format, image.Pages, image.NvmPages));
        Assert.Equal("1.24.0", image.Version.ToString());
        Assert.Equal(0xB10C8B99, image.Magic);
        Assert.Equal(FusReleases.V2_0_0, image.RequiresFus);
        Assert.Null(image.Known);
    }

    [Theory]
    [InlineData(0xABCDABCDu, 0x0F0AFF26u, 0x01140002u, 0x23372991u, FusImageKind.Stack, null)]
    [InlineData(0x5AFEB007u, 0x0B0CFF02u, 0x02000003u, 0x23372991u, FusImageKind.Safeboot, "1.1.0")]
    [InlineData(0xABCDABCDu, 0x1020FF02u, 0x02000100u, 0x927A6741u, FusImageKind.Safeboot, "2.0.0")]
    [InlineData(0xABCDABCDu, 0x1020FF06u, 0x02020000u, 0x32279221u, FusImageKind.Fus, "1.2.0")]
    [InlineData(0xABCDABCDu, 0x1020FF06u, 0x01010200u, 0x32279221u, FusImageKind.Fus, null)]
    public void Read_LegacyFormats_AreToldApart(uint info, uint memory, uint version, uint magic, FusImageKind kind, string? requires)
    {
        var image = FusImageReader.Read(ImageFile.Of(4_240, info, memory, version, magic));

        Assert.Equal((kind, FusImageFormat.Legacy, 0), (image.Kind, image.Format, image.NvmPages));
        Assert.Equal(requires, image.RequiresFus?.ToString());
    }

    [Fact]
    public void Read_FusThatHidesItsVersion_HasNone()
    {
        var image = FusImageReader.Read(ImageFile.Of(24_492, 0xABCDABCD, 0x1020FF06, 0xFFFFFFFF, 0x32279221));

        Assert.Null(image.Version);
    }

    [Fact]
    public void Read_FileSignedByCustomer_IsTheImageBelowTheSecondSignature()
    {
        var plain = FusImageReader.Read(ImageFile.FullStack());
        var signed = FusImageReader.Read(ImageFile.SignedByCustomer(ImageFile.FullStack()));

        Assert.True(signed.CustomerSigned);
        Assert.Equal(plain with { CustomerSigned = true, Length = signed.Length }, signed);
    }

    [Theory]
    [InlineData(88, 0x42769811u, "magic word of a stack")]
    [InlineData(4, 0xFEFEFEFEu, "signature by ST")]
    [InlineData(104, 0x050104CDu, "non-volatile data")]
    [InlineData(96, 0x0F0A0200u, "number of flash pages")]
    public void Read_WrongWord_IsRefusedByName(int fromEnd, uint word, string expected)
    {
        var file = ImageFile.FullStack();
        ImageFile.Put(file, fromEnd, word);

        Assert.Contains(expected, Assert.Throws<FusImageException>(() => FusImageReader.Read(file)).Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(103)]
    [InlineData(1024 * 1024 + 4)]
    [InlineData(129_458)]
    public void Read_WrongLength_IsRefused(int length)
    {
        Assert.Throws<FusImageException>(() => FusImageReader.Read(new byte[length]));
    }

    [Fact]
    public void Read_AnyBytes_NeverFailsOtherwise()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            try
            {
                FusImageReader.Read([.. bytes, .. new byte[104]]);
                return false;
            }
            catch (FusImageException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }
}
