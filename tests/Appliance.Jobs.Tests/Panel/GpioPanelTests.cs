// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;
using Appliance.Jobs.Power;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tester;
using Appliance.Ports.Gpio;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Panel;

/// <summary>The panel of appliance.yaml on GPIO lines.</summary>
public sealed class GpioPanelTests
{
    private static readonly PanelSettings Whole = new()
    {
        Prog = Line("P", activeLow: true), Busy = Line("Y"), Pass = Line("G"), Fail = Line("R", activeLow: true), Buzzer = Line("B"),
    };

    private readonly FakeGpio _gpio = new();

    [Theory]
    [InlineData(PanelOutput.Busy, "Y")]
    [InlineData(PanelOutput.Pass, "G")]
    [InlineData(PanelOutput.Fail, "R")]
    [InlineData(PanelOutput.Buzzer, "B")]
    public void Set_Output_SwitchesItsLineAlone(PanelOutput output, string name)
    {
        using var panel = new GpioPanel(_gpio, Whole);
        Assert.DoesNotContain(_gpio.Lines.Values, line => line.On);

        panel.Set(output, true);
        Assert.Equal([name], _gpio.Lines.Values.Where(line => line.On).Select(line => line.Name.Line));
        panel.Set(output, false);
        Assert.DoesNotContain(_gpio.Lines.Values, line => line.On);
    }

    [Fact]
    public void Lines_AreTakenAsConfigured()
    {
        using var panel = new GpioPanel(_gpio, Whole);

        Assert.Equal(new GpioOutput(On: false, ActiveLow: true), _gpio.Lines["R"].Output);
        Assert.Equal(new GpioOutput(), _gpio.Lines["G"].Output);
        Assert.Equal(new GpioInput(ActiveLow: true, GpioBias.PullUp, Edges: true), _gpio.Lines["P"].Input);
        Assert.Equal(new GpioLineName("chip", "P"), _gpio.Lines["P"].Name);
        Assert.Empty(panel.Troubles);
    }

    [Fact]
    public void Prog_ActiveHigh_IsPulledDown()
    {
        using var panel = new GpioPanel(_gpio, new PanelSettings { Prog = Line("P") });

        Assert.Equal(new GpioInput(ActiveLow: false, GpioBias.PullDown, Edges: true), _gpio.Lines["P"].Input);
    }

    [Fact]
    public void Prog_Moves_IsToldAndRead()
    {
        using var panel = new GpioPanel(_gpio, Whole);
        var told = 0;
        panel.ProgChanged += () => told++;

        Assert.False(panel.ProgPressed);
        _gpio.Lines["P"].Change(true);
        Assert.True(panel.ProgPressed);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Parts_Absent_DoNothing()
    {
        using var panel = new GpioPanel(_gpio, new PanelSettings { Pass = Line("G") });

        panel.Set(PanelOutput.Fail, true);
        Assert.False(panel.ProgPressed);
        Assert.Equal(["G"], _gpio.Lines.Keys);
        Assert.Empty(panel.Troubles);
    }

    [Fact]
    public void Part_Refused_IsToldAndTheOthersWork()
    {
        _gpio.Refused["R"] = GpioFault.Busy;
        _gpio.Refused["P"] = GpioFault.NotFound;
        using var panel = new GpioPanel(_gpio, Whole);

        Assert.Equal(["The red LED does not work: R of chip is refused.", "The PROG button does not work: P of chip is refused."], panel.Troubles);
        panel.Set(PanelOutput.Fail, true);
        panel.Set(PanelOutput.Pass, true);
        Assert.True(_gpio.Lines["G"].On);
        Assert.False(panel.ProgPressed);
    }

    [Fact]
    public void Line_BreaksLater_IsThePanelsException()
    {
        using var panel = new GpioPanel(_gpio, Whole);
        _gpio.Lines["G"].Broken = true;
        _gpio.Lines["P"].Broken = true;

        Assert.Contains("green LED", Assert.Throws<PanelLinesException>(() => panel.Set(PanelOutput.Pass, true)).Message, StringComparison.Ordinal);
        Assert.Contains("PROG", Assert.Throws<PanelLinesException>(() => panel.ProgPressed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_GivesEveryLineBack()
    {
        new GpioPanel(_gpio, Whole).Dispose();

        Assert.Equal(5, _gpio.Lines.Count);
        Assert.All(_gpio.Lines.Values, line => Assert.True(line.Disposed));
    }

    [Fact]
    public void Missing_LinesThatAreNotThere_AreNamedAndNoneIsTaken()
    {
        Assert.Equal(5, GpioPanel.Missing(_gpio, Whole).Count);
        Assert.Contains("The PROG button does not work: There is no GPIO chip chip here. There is none at all.", GpioPanel.Missing(_gpio, Whole));
        Assert.Empty(GpioPanel.Missing(_gpio, new PanelSettings()));
        Assert.StartsWith("The tester's line OK does not work: ", Assert.Single(GpioTester.Missing(_gpio, new TesterSettings { Ok = Whole.Pass })), StringComparison.Ordinal);
        Assert.StartsWith("The switch of the target's supply does not work: ", Assert.Single(WiredTargetPower.Missing(_gpio, new PowerSettings { Switch = Whole.Pass })), StringComparison.Ordinal);
        Assert.Empty(_gpio.Lines);
    }

    [Fact]
    public void IsWired_AnyPart_IsEnough()
    {
        Assert.False(GpioPanel.IsWired(new PanelSettings()));
        Assert.True(GpioPanel.IsWired(new PanelSettings { Prog = Line("P") }));
        Assert.True(GpioPanel.IsWired(new PanelSettings { Buzzer = Line("B") }));
    }

    private static LineSettings Line(string name, bool activeLow = false) => new("chip", name, activeLow);
}
