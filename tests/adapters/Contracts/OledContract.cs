// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.I2c;
using Appliance.Ports.Panel;
using Appliance.Simulation.Surroundings;

namespace Appliance.Adapters.Contracts;

/// <summary>What every driver of a small OLED display does, proven on simulated controllers that know their datasheets and not the driver.</summary>
public abstract class OledContract
{
    protected static readonly PanelSize Tall = new(128, 64);
    private static readonly PanelSize Flat = new(128, 32);

    protected abstract IPanelDisplay Create(II2c i2c, SimulatedOledKind kind, PanelSize size, bool rotated);

    public static TheoryData<SimulatedOledKind, int, bool> Modules => new()
    {
        { SimulatedOledKind.Ssd1306, 64, false },
        { SimulatedOledKind.Ssd1306, 64, true },
        { SimulatedOledKind.Ssd1306, 32, false },
        { SimulatedOledKind.Sh1106, 64, false },
        { SimulatedOledKind.Sh1106, 64, true },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void Show_Frame_IsSeenAsItIs(SimulatedOledKind kind, int height, bool rotated)
    {
        var size = height == 32 ? Flat : Tall;
        var oled = new SimulatedOled(kind, size, upsideDown: rotated);
        using var display = Create(oled, kind, size, rotated);
        Assert.Equal(size, display.Size);
        foreach (var seed in new[] { 1, 2 })
        {
            var frame = Noise(size, seed);
            display.Show(frame, anew: false);
            AssertSees(frame, oled);
        }
    }

    [Fact]
    public void Show_TheSameAgain_SendsNothing()
    {
        var oled = new SimulatedOled(SimulatedOledKind.Ssd1306, Tall);
        using var display = Create(oled, SimulatedOledKind.Ssd1306, Tall, rotated: false);
        display.Show(Noise(Tall, 1), anew: true);
        var before = oled.Transfers;
        display.Show(Noise(Tall, 1), anew: false);

        Assert.Equal(before, oled.Transfers);
    }

    [Theory]
    [InlineData(SimulatedOledKind.Ssd1306)]
    [InlineData(SimulatedOledKind.Sh1106)]
    public void Show_Unplugged_IsToldAndComesBackWithTheNextFrame(SimulatedOledKind kind)
    {
        var oled = new SimulatedOled(kind, Tall);
        using var display = Create(oled, kind, Tall, rotated: false);
        display.Show(Noise(Tall, 1), anew: false);
        oled.Unplug();
        Assert.Contains("display", Assert.Throws<PanelDisplayException>(() => display.Show(Noise(Tall, 2), anew: false)).Message, StringComparison.Ordinal);

        oled.PlugIn();
        display.Show(Noise(Tall, 3), anew: false);
        AssertSees(Noise(Tall, 3), oled);
    }

    [Fact]
    public void Show_UnpluggedUnnoticed_ComesBackWhenShownAnew()
    {
        var oled = new SimulatedOled(SimulatedOledKind.Ssd1306, Tall);
        using var display = Create(oled, SimulatedOledKind.Ssd1306, Tall, rotated: false);
        display.Show(Noise(Tall, 1), anew: false);
        oled.Unplug();
        oled.PlugIn();
        AssertSees(new PanelFrame(Tall), oled);

        display.Show(Noise(Tall, 1), anew: true);
        AssertSees(Noise(Tall, 1), oled);
    }

    [Fact]
    public void Show_FrameOfAnotherSize_IsAMistake()
    {
        using var display = Create(new SimulatedOled(SimulatedOledKind.Ssd1306, Tall), SimulatedOledKind.Ssd1306, Tall, rotated: false);

        Assert.Throws<ArgumentException>(() => display.Show(new PanelFrame(Flat), anew: true));
    }

    protected static PanelFrame Noise(PanelSize size, int seed)
    {
        var (frame, dice) = (new PanelFrame(size), new Random(seed));
        for (var pixel = 0; pixel < 2000; pixel++) frame[dice.Next(size.Width), dice.Next(size.Height)] = true;
        return frame;
    }

    private static void AssertSees(PanelFrame expected, SimulatedOled oled) => Assert.True(expected.ShowsSameAs(oled.Seen()), "the viewer sees something else");
}
