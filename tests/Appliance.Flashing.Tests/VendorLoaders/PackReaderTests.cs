// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.VendorLoaders;
using Appliance.Targets.Descriptions;
using FsCheck;
using FsCheck.Fluent;

namespace Appliance.Flashing.Tests.VendorLoaders;

/// <summary>Packs: the device is found, what stands above it counts, and a hostile archive or description ends in a refusal.</summary>
public class PackReaderTests
{
    private const string Internal = """<algorithm name="Flash/F103.FLM" start="0x08000000" size="0x20000" RAMstart="0x20000000" RAMsize="0x5000" default="1"/>""";
    private const string Beside = """<algorithm name="Flash\QSPI.FLM" start="0x90000000" size="0x01000000" default="0"/>""";

    [Fact]
    public void Loaders_OfADevice_AreThoseAboveItAndItsOwn()
    {
        using var pack = Open(Pdsc($"""
            <family Dfamily="F">{Internal}
              <subFamily DsubFamily="S">
                <device Dname="STM32F103CB">{Beside}</device>
                <device Dname="STM32F103C8"/>
              </subFamily>
            </family>
            """));

        var standard = Assert.Single(pack.Loaders("stm32f103cb", null));
        Assert.Equal((new MemoryRegion(0x2000_0000, 0x5000), "x.pack/Flash/F103.FLM"), (standard.Ram, standard.File));
        Assert.Equal(0x9000_0000u, Assert.Single(pack.Loaders("stm32f103cb", "qspi.flm")).Device.Start);
        Assert.Contains("F103.FLM", Assert.Throws<FirmwareException>(() => pack.Loaders("stm32f103c8", "QSPI.FLM")).Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<device Dname="STM32F103C8T6"/><device Dname="STM32F103CBT6"/>""", true)]
    [InlineData("""<device Dname="STM32F103CB"><variant Dvariant="STM32F103CBT6"/><variant Dvariant="STM32F103CBU6"/></device>""", true)]
    [InlineData("""<device Dname="STM32F103RB"/>""", false)]
    public void Loaders_PartNumberLongerThanTheTarget_IsTheSameDevice(string devices, bool found)
    {
        using var pack = Open(Pdsc($"""<family Dfamily="F">{Internal}{devices}</family>"""));

        if (found)
            Assert.Single(pack.Loaders("stm32f103cb", null));
        else
            Assert.Equal("STM32F103RB", Assert.Throws<FirmwareException>(() => pack.Loaders("stm32f103cb", null)).Found);
    }

    [Fact]
    public void Loaders_PartNumberThatMeansDevicesWithDifferentAlgorithms_IsRefused()
    {
        using var pack = Open(Pdsc($"""<family Dfamily="F"><device Dname="STM32F103CBT6">{Internal}</device><device Dname="STM32F103CBU6">{Beside}</device></family>"""));

        Assert.Equal(FirmwareErrorCause.FamilyAmbiguous, Assert.Throws<FirmwareException>(() => pack.Loaders("stm32f103cb", null)).Cause);
    }

    [Fact]
    public void Loaders_DeviceWithLessFlashThanItsAlgorithm_HasThatMuch()
    {
        using var pack = Open(Pdsc("""<family Dfamily="F"><device Dname="STM32F103C8"><algorithm name="Flash/F103.FLM" start="0x08000000" size="65536" default="true"/></device></family>"""));

        var device = Assert.Single(pack.Loaders("stm32f103c8", null)).Device;

        Assert.Equal((65536u, new SectorRun(64, 1024)), (device.Size, Assert.Single(device.Sectors)));
    }

    [Theory]
    [InlineData("start=\"0x08000000\" size=\"0x40000\"")]
    [InlineData("start=\"0x08000400\" size=\"0x400\"")]
    [InlineData("start=\"0x08000000\" size=\"1000\"")]
    [InlineData("start=\"0x08000000\" size=\"many\"")]
    [InlineData("size=\"0x400\"")]
    public void Loaders_RangeThatIsNotThatOfTheAlgorithm_IsRefused(string range)
    {
        using var pack = Open(Pdsc($"""<family Dfamily="F"><device Dname="STM32F103CB"><algorithm name="Flash/F103.FLM" {range} default="1"/></device></family>"""));

        Assert.Throws<FirmwareException>(() => pack.Loaders("stm32f103cb", null));
    }

    [Theory]
    [InlineData("../F103.FLM")]
    [InlineData("/F103.FLM")]
    [InlineData("Flash/Missing.FLM")]
    [InlineData("")]
    public void Loaders_AlgorithmThatIsNotInThePack_IsRefused(string name)
    {
        using var pack = Open(Pdsc($"""<family Dfamily="F"><device Dname="STM32F103CB"><algorithm name="{name}" start="0x08000000" size="0x20000" default="1"/></device></family>"""));

        Assert.Throws<FirmwareException>(() => pack.Loaders("stm32f103cb", null));
    }

    /// <summary>A description that would make a reader fetch a file, or blow a few letters up to gigabytes.</summary>
    [Theory]
    [InlineData("""<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><package><devices>&a;</devices></package>""")]
    [InlineData("""<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><package><devices>&b;</devices></package>""")]
    [InlineData("<package><devices>")]
    [InlineData("<other/>")]
    [InlineData("")]
    public void Open_DescriptionThatIsNone_IsRefused(string description)
    {
        Assert.Throws<FirmwareException>(() => Open(Zip(("x.pdsc", Encoding.UTF8.GetBytes(description)))));
    }

    [Fact]
    public void Open_NoDescriptionOrTwo_IsRefused()
    {
        var description = Encoding.UTF8.GetBytes("<package><devices/></package>");

        Assert.Throws<FirmwareException>(() => Open(Zip(("sub/x.pdsc", description))));
        Assert.Throws<FirmwareException>(() => Open(Zip(("x.pdsc", description), ("y.pdsc", description))));
        Assert.Throws<FirmwareException>(() => Open(Zip(("x.pdsc", description), ("a", []), ("a", []))));
        Assert.Throws<FirmwareException>(() => Open([1, 2, 3]));
    }

    [Fact]
    public void Open_DamagedAnywhere_IsReadOrRefused()
    {
        var good = Pdsc($"""<family Dfamily="F"><device Dname="STM32F103CB">{Internal}</device></family>""");
        var damage =
            from places in Gen.Choose(0, good.Length - 1).ArrayOf(3)
            from values in Gen.Choose(0, 255).ArrayOf(3)
            from length in Gen.Frequency((4, Gen.Constant(good.Length)), (1, Gen.Choose(0, good.Length)))
            select (places, values, length);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(damage.ToArbitrary(), made =>
        {
            var bytes = (byte[])good.Clone();
            foreach (var (place, value) in made.places.Zip(made.values))
                bytes[place] = (byte)value;
            try
            {
                using var pack = Open(bytes[..made.length]);
                Assert.Equal(Assert.Single(pack.Loaders("stm32f103cb", null)).Sha256, TestLoaders.Read("f103.FLM").Sha256);
            }
            catch (FirmwareException refused)
            {
                Assert.NotEmpty(refused.Expected);
            }
        }));
    }

    internal static byte[] Pdsc(string families) => Zip(
        ("Vendor.F_DFP.pdsc", Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><package><devices>{families}</devices></package>")),
        ("Flash/F103.FLM", TestLoaders.Bytes("f103.FLM")), ("Flash/QSPI.FLM", TestLoaders.Bytes("quadspi-f746.FLM")));

    private static PackReader Open(byte[] bytes) => new(new MemoryStream(bytes), "x.pack");

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
