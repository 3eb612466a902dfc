// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using Appliance.Probes.Mpsse;
using Appliance.Simulation.Ftdi;

namespace Appliance.Probes.Tests.Mpsse;

/// <summary>The data of layouts: all load, and a field that is wrong is told with its layout.</summary>
public class FtdiLayoutsTests
{
    private const string Good = """{"name":"x","title":"X","vid":"0403","pid":"6014","channel":"A","output":"0008","direction":"000b","nReset":{"data":"0010"},"swd":["resistor"]}""";

    [Fact]
    public void All_Layouts_HaveTheClockLowTheDataInAndAName()
    {
        Assert.All(FtdiLayouts.All, layout =>
        {
            Assert.Matches("^[a-z0-9-]+$", layout.Name);
            Assert.Equal(0, layout.Initial.Output & 0x0001);
            Assert.Equal(0x000B, layout.Initial.Direction & 0x000F);
            Assert.NotEmpty(layout.Wirings);
            Assert.True(layout.TestReset is not null || !layout.Wirings.Contains(FtdiSwdWiring.Adapter), layout.Name);
        });
        Assert.Equal(FtdiLayouts.All.Count, FtdiLayouts.All.Select(layout => layout.Name).Distinct().Count());
        Assert.Equal(SimulatedFtdiWiring.All.Select(one => one.Name), FtdiLayouts.All.Select(layout => layout.Name));
    }

    [Theory]
    [InlineData("\"name\":\"x\",", "")]
    [InlineData("\"0403\"", "\"403g\"")]
    [InlineData("\"vid\":\"0403\",", "")]
    [InlineData("\"vid\":\"0403\"", "\"vid\":1027")]
    [InlineData("\"0403\"", "\"10403\"")]
    [InlineData("\"resistor\"", "\"wire\"")]
    [InlineData("{\"data\":\"0010\"}", "{}")]
    public void Read_AFieldThatIsWrong_IsToldWithItsLayout(string old, string wrong)
    {
        using var document = JsonDocument.Parse($$"""{"layouts":[{{Good.Replace(old, wrong, StringComparison.Ordinal)}}]}""");

        Assert.Contains("layout '", Assert.Throws<FormatException>(() => FtdiLayouts.Read(document.RootElement)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x0700, 30_000_000, 30_000_000)]
    [InlineData(0x0700, 4_000_000, 3_750_000)]
    [InlineData(0x0700, 100, 457)]
    [InlineData(0x0500, 30_000_000, 6_000_000)]
    public void SpeedFor_AWish_IsTheNextOneBelow(ushort version, int wish, int hertz) => Assert.Equal(hertz, FtdiChip.Of(version)!.SpeedFor(wish).Hertz);
}
