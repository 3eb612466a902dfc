// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.VendorLoaders;
using Appliance.Targets.Descriptions;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.VendorLoaders;

/// <summary>Loader files: what is read of good ones, and that bad ones end in a refusal and nothing else.</summary>
public class VendorLoaderReaderTests
{
    [Fact]
    public void Read_AlgorithmOfAPack_HasWhatItsStructureSays()
    {
        var loader = TestLoaders.Read("quadspi-f746.FLM");

        Assert.Equal((VendorLoaderKind.Flm, true, Convert.ToHexStringLower(SHA256.HashData(TestLoaders.Bytes("quadspi-f746.FLM")))), (loader.Kind, loader.IsMovable, loader.Sha256));
        Assert.Equal(("N25Q128A on QUADSPI, for tests", 0x9000_0000u, 0x100_0000u, 256), (loader.Device.Name, loader.Device.Start, loader.Device.Size, loader.Device.PageBytes));
        Assert.Equal([new SectorRun(256, 0x1_0000)], loader.Device.Sectors);
        Assert.Equal((TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(6)), (loader.Device.ProgramTime, loader.Device.EraseTime));
        Assert.Equal((0u, loader.End - 8), (loader.Start, loader.StaticBase));
        Assert.NotNull(loader.Entries.EraseSector);
        Assert.Null(loader.Entries.EraseAll);
    }

    [Fact]
    public void Read_ExternalLoader_HasWhatItsStructureSays()
    {
        var loader = TestLoaders.Read("quadspi-f746-reads.stldr");

        Assert.Equal((VendorLoaderKind.Stldr, false, 0x2000_0004u), (loader.Kind, loader.IsMovable, loader.Start));
        Assert.Equal([new SectorRun(256, 0x1_0000)], loader.Device.Sectors);
        Assert.NotNull(loader.Entries.Read);
        Assert.Null(TestLoaders.Read("quadspi-f746.stldr").Entries.Read);
    }

    [Theory]
    [InlineData("f103.FLM", true, 1)]
    [InlineData("f103-fixed.FLM", false, 0)]
    public void Read_AddressesOfItsOwn_AreKnownWhereItMayMove(string file, bool movable, int words)
    {
        var loader = TestLoaders.Read(file);

        Assert.Equal((movable, words), (loader.IsMovable, loader.Moved.Count));
    }

    [Theory]
    [InlineData("UnInit", "UnInix", "a function Init")] // The name of Init is the end of this one.
    [InlineData("ProgramPage", "ProgramPagx", "a function ProgramPage")]
    [InlineData("FlashDevice", "FlashDevicx", "a symbol FlashDevice")]
    public void Read_WithoutWhatItMustHave_SaysWhatIsMissing(string name, string other, string expected)
    {
        var bytes = Replaced(TestLoaders.Bytes("f103.FLM"), name + "\0", other + "\0");

        var error = Assert.Throws<FirmwareException>(() => VendorLoaderReader.Read(bytes, "x.FLM"));

        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    /// <summary>Fields of the structure, from its start: the file must not make the planner count to four thousand million.</summary>
    [Theory]
    [InlineData(136, 0u)]
    [InlineData(132, 0xFFFF_F000u)]
    [InlineData(140, 0u)]
    [InlineData(140, 1000u)]
    [InlineData(140, 0x8000_0000u)]
    [InlineData(160, 0u)]
    [InlineData(160, 1u)]
    [InlineData(160, 1000u)]
    [InlineData(164, 4u)]
    public void Read_StructureThatCannotBe_IsRefused(int offset, uint value)
    {
        var bytes = TestLoaders.Bytes("f103.FLM");
        var at = bytes.AsSpan().IndexOf("STM32F103xB, for tests"u8) - 2;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + offset), value);

        Assert.Throws<FirmwareException>(() => VendorLoaderReader.Read(bytes, "x.FLM"));
    }

    [Fact]
    public void Read_TheOtherWordSize_IsRefused()
    {
        var bytes = TestLoaders.Bytes("f103.FLM");
        bytes[4] = 2;

        Assert.Equal(FirmwareErrorCause.WrongMachine, Assert.Throws<FirmwareException>(() => VendorLoaderReader.Read(bytes, "x.FLM")).Cause);
    }

    /// <summary>Any few bytes of a good file changed, or its end cut off: read or refused, in a moment, and never anything else.</summary>
    [Theory]
    [InlineData("f103.FLM")]
    [InlineData("quadspi-f746.FLM")]
    [InlineData("quadspi-f746.stldr")]
    public void Read_DamagedFile_IsReadOrRefused(string file)
    {
        var good = TestLoaders.Bytes(file);
        var damage =
            from places in Gen.Choose(0, good.Length - 1).ArrayOf(4)
            from values in Gen.Elements<byte>(0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF).ArrayOf(4)
            from length in Gen.Frequency((3, Gen.Constant(good.Length)), (1, Gen.Choose(0, good.Length)))
            select (places, values, length);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(damage.ToArbitrary(), made =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (place, value) in made.places.Zip(made.values))
                bytes[place] = value;
            ReadOrRefused(bytes[..made.length]);
        }));
    }

    /// <summary>Headers and section table are where damage tells most.</summary>
    [Fact]
    public void Read_EveryByteOfTheHeadersChanged_IsReadOrRefused()
    {
        var good = TestLoaders.Bytes("f103.FLM");
        var table = (int)BinaryPrimitives.ReadUInt32LittleEndian(good.AsSpan(32));
        foreach (var at in Enumerable.Range(0, 52).Concat(Enumerable.Range(table, good.Length - table)))
        {
            foreach (var value in (byte[])[0, 0xFF, (byte)(good[at] + 1)])
            {
                var bytes = (byte[])good.Clone();
                bytes[at] = value;
                ReadOrRefused(bytes);
            }
        }
    }

    internal static byte[] Replaced(byte[] bytes, string what, string by)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("\0" + what));
        Encoding.ASCII.GetBytes(by).CopyTo(bytes, at + 1);
        return bytes;
    }

    private static void ReadOrRefused(byte[] bytes)
    {
        try
        {
            var loader = VendorLoaderReader.Read(bytes, "x");
            Assert.InRange(loader.Segments.Sum(segment => segment.Bytes.Length), 1, 1 << 20);
            Assert.Equal(loader.Device.Size, loader.Device.Sectors.Sum(run => run.Count * (long)run.Size));
        }
        catch (FirmwareException refused)
        {
            Assert.NotEmpty(refused.Expected);
        }
    }
}
