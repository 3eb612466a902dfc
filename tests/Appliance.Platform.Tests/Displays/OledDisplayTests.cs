// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Platform.Displays;
using Appliance.Ports.I2c;
using Appliance.Ports.Panel;
using Appliance.Simulation.Surroundings;

namespace Appliance.Platform.Tests.Displays;

/// <summary>The contract, and the bus that is not there.</summary>
public sealed class OledDisplayTests : OledContract
{
    [Fact]
    public void Show_BusThatIsNotThere_IsToldWithItsName()
    {
        var parts = new OledParts(OledController.Ssd1306, "no such bus", 0x3C, Tall, false);
        using var display = new OledDisplay(new SimulatedOled(SimulatedOledKind.Ssd1306, Tall), parts);

        var told = Assert.Throws<PanelDisplayException>(() => display.Show(new PanelFrame(Tall), anew: true)).Message;
        Assert.Contains("no such bus", told, StringComparison.Ordinal);
        Assert.Contains(SimulatedOled.Bus, told, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_OnePixelMoved_SendsOnePage()
    {
        var oled = new SimulatedOled(SimulatedOledKind.Ssd1306, Tall);
        using var display = Create(oled, SimulatedOledKind.Ssd1306, Tall, rotated: false);
        var (first, second) = (Noise(Tall, 1), Noise(Tall, 1));
        second[40, 20] = !second[40, 20];
        display.Show(first, anew: true);
        var before = oled.Transfers;
        display.Show(second, anew: false);

        Assert.Equal(before + 2, oled.Transfers);
    }

    protected override IPanelDisplay Create(II2c i2c, SimulatedOledKind kind, PanelSize size, bool rotated) => new OledDisplay(
        i2c, new OledParts(kind == SimulatedOledKind.Sh1106 ? OledController.Sh1106 : OledController.Ssd1306, SimulatedOled.Bus, SimulatedOled.Address, size, rotated));
}
