// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;
using Appliance.Simulation.Surroundings;

namespace Appliance.Simulation.Tests.Surroundings;

public sealed class SimulatedDisplayTests
{
    private static readonly PanelSize Size = new(128, 32);
    private readonly SimulatedDisplay _display = new(Size);
    private readonly PanelFrame _frame = new(Size);

    [Fact]
    public void Show_BeforeItIsSetUp_StaysDark()
    {
        _display.Show(_frame, anew: false);
        Assert.Null(_display.Seen);

        _display.Show(_frame, anew: true);
        Assert.Same(_frame, _display.Seen);
    }

    [Fact]
    public void Unplug_RefusesAndForgets()
    {
        _display.Show(_frame, anew: true);
        _display.Unplug();
        Assert.Throws<PanelDisplayException>(() => _display.Show(_frame, anew: true));

        _display.PlugIn();
        _display.Show(_frame, anew: false);
        Assert.Null(_display.Seen);
    }

    [Fact]
    public void Show_FrameOfAnotherSize_IsAMistake() =>
        Assert.Throws<ArgumentException>(() => _display.Show(new PanelFrame(new PanelSize(128, 64)), anew: true));
}
