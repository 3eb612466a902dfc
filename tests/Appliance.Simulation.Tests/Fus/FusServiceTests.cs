// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Fus;

namespace Appliance.Simulation.Tests.Fus;

/// <summary>What FUS and stacks answer, and what images that are not right come to.</summary>
public class FusServiceTests
{
    private static readonly SimulatedFusImage Stack = new("s", SimulatedImageKind.LegacyStack, "1.20.0", 2);

    [Fact]
    public void State_OfAVirginPart_IsToldAfterAReset()
    {
        var bench = new FusBench("0.5.3");
        Assert.Equal([0xFF, 0xFF], bench.Send(FusBench.GetState));
        Assert.Equal([0xFF, 0xFF], bench.Send(FusBench.GetState));
        bench.Bench.Word(0xE000_ED0C, 0x05FA_0004);
        bench.Again();
        Assert.Equal(0, bench.Send(FusBench.GetState)[0]);
    }

    [Fact]
    public void State_AskedTwiceOfAStack_BringsFus()
    {
        var bench = new FusBench("2.2.0", stack: Stack);
        Assert.Equal([0xFF, 0xFE], bench.Send(FusBench.GetState));
        Assert.True(bench.Cpu.StartsStack);
        bench.Post(FusBench.GetState);
        bench.Again();
        Assert.False(bench.Cpu.StartsStack);
        Assert.Equal(0, bench.Send(FusBench.GetState)[0]);
        bench.Post(FusBench.StartStack);
        bench.Again();
        Assert.True(bench.Cpu.StartsStack);
    }

    [Theory]
    [InlineData("nothing", 0x01)]
    [InlineData("body", 0x02)]
    [InlineData("family", 0x03)]
    [InlineData("too-high", 0x04)]
    [InlineData("no-signature", 0x08)]
    public void Upgrade_ImageThatIsNotRight_EndsWithItsError(string wrong, byte error)
    {
        var bench = new FusBench("2.2.0");
        var image = (wrong == "family" ? Stack with { SignedFor = "wb1x" } : Stack).Build();
        if (wrong == "body") image[100] ^= 1;
        if (wrong == "no-signature") image[^1] ^= 1;
        if (wrong != "nothing") bench.Load(image, wrong == "too-high" ? 0x3F - 1 : 0x20);
        if (wrong == "too-high")
        {
            bench = new FusBench("2.2.0");
            bench.Load(new SimulatedFusImage("n", SimulatedImageKind.NewStack, "1.24.0", 2).Build(), 0x3D);
        }

        Assert.Equal([0xFF, error], bench.UpgradeToTheEnd());
        Assert.Null(bench.Cpu.Stack);
    }

    [Fact]
    public void Delete_WithAndWithoutStack_IsAnsweredAsDocumented()
    {
        var bench = new FusBench("2.2.0");
        Assert.Equal([1], bench.Send(FusBench.Delete));
        Assert.Equal([0xFF, 0x01], bench.Send(FusBench.GetState));
        bench.Load(new SimulatedFusImage("n", SimulatedImageKind.NewStack, "1.24.0", 2).Build(), 0x30);
        bench.UpgradeToTheEnd();
        Assert.Equal(("1.24.0", 0x30), (bench.Cpu.Stack, bench.Cpu.Boundary));
    }

    [Fact]
    public void Command_Unknown_IsAnsweredAsSeenOnAPart() => Assert.Equal([0xFE], new FusBench("2.2.0").Send(0x00FC_4210));

    [Theory]
    [InlineData("1.0.2", true)]
    [InlineData("1.1.0", false)]
    [InlineData("2.2.0", false)]
    public void PowerCut_WhileOptionBytesAreWritten_LocksPartsBefore110(string fus, bool lost)
    {
        var bench = new FusBench(fus);
        bench.Load(Stack.Build());
        Assert.Equal([0], bench.Send(FusBench.Upgrade));
        while (bench.Cpu.State is not 0x13)
            bench.Bench.Host.Line.Delay(TimeSpan.FromMilliseconds(5), default);

        bench.Bench.Chip.PowerOff();
        bench.Bench.Chip.PowerOn();

        bench.Pass(0.1);
        bench.Bench.Word(0x5800_040C, 0x8000); // ST wiki, FAQ: Safeboot is activated by C2BOOT.
        bench.Pass(10);
        Assert.Equal(lost, bench.Cpu.IsDead);
        if (lost) return;
        Assert.NotEqual(0, bench.Cpu.Boundary);
        Assert.Equal(fus == "2.2.0" ? "1.20.0" : null, bench.Cpu.Stack);
    }
}
