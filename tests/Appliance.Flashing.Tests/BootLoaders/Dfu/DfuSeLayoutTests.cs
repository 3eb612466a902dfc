// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders.Dfu;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.BootLoaders.Dfu;

public class DfuSeLayoutTests
{
    [Fact]
    public void Parse_FlashOfAnF4_IsItsSectors()
    {
        var layout = DfuSeLayout.Parse("@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg")!;

        DfuSeRun[] expected = [new(0x08000000, 4, 16384, true, true, true), new(0x08010000, 1, 65536, true, true, true), new(0x08020000, 7, 131072, true, true, true)];
        Assert.Equal(("Internal Flash", 0x08100000L), (layout.Name, layout.Runs[^1].End));
        Assert.Equal(expected, layout.Runs);
    }

    [Theory]
    [InlineData("@Option Bytes  /0x1FFFC000/01*016 e", 16u, true, false, true)]
    [InlineData("@OTP Memory /0x1FFF7800/01*512 e,01*016 e", 512u, true, false, true)]
    [InlineData("@Device Feature/0xFFFF0000/01*004 e", 4u, true, false, true)]
    [InlineData("@Flash/0x08000000/2*1Ma", 1048576u, true, false, false)]
    [InlineData("@Flash/0x08000000/1*128Bd", 128u, false, false, true)]
    public void Parse_OtherMemories_TellWhatMayBeDone(string text, uint size, bool read, bool erase, bool write)
    {
        var run = DfuSeLayout.Parse(text)!.Runs[0];

        Assert.Equal((size, read, erase, write), (run.Size, run.Readable, run.Erasable, run.Writable));
    }

    [Fact]
    public void Parse_TwoAddresses_AreTwoRuns()
    {
        var runs = DfuSeLayout.Parse("@Internal Flash /0x08000000/128*002Kg/0x08080000/10*002Kg")!.Runs;

        Assert.Equal([0x08000000u, 0x08080000u], runs.Select(run => run.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("Internal Flash/0x08000000/1*1Kg")]
    [InlineData("@Flash/0x08000000")]
    [InlineData("@Flash/08000000/1*1Kg")]
    [InlineData("@Flash/0x08000000/1*1Kh")]
    [InlineData("@Flash/0x08000000/0*1Kg")]
    [InlineData("@Flash/0x08000000/1*0Kg")]
    [InlineData("@Flash/0x08000000/-1*1Kg")]
    [InlineData("@Flash/0x08000000/1*1Gg")]
    [InlineData("@Flash/0x08000000/99999999*1Kg")]
    [InlineData("@Flash/0xF8000000/65536*999Mg")]
    [InlineData("@Flash/0x08000000/1*1Kg,")]
    [InlineData("@Flash/0x08000000/*g")]
    public void Parse_Nonsense_IsNone(string text) => Assert.Null(DfuSeLayout.Parse(text));

    [Fact]
    public void Parse_AnyText_NeverThrows()
    {
        var piece = Gen.Elements("@", "/", "0x", "08000000", "*", ",", "1", "K", "g", "M", " ", "4294967296", "F");
        Prop.ForAll(piece.ListOf(20).ToArbitrary(), pieces =>
        {
            var layout = DfuSeLayout.Parse("@a/0x0/" + string.Concat(pieces));
            Assert.True(layout is null || layout.Runs.All(run => run.End <= 1L << 32 && run.Size > 0));
        }).QuickCheckThrowOnFailure();
    }
}
