// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tester;
using Appliance.Jobs.Tests.Panel;
using Appliance.Ports.Gpio;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Tester;

public sealed class GpioTesterTests
{
    private static readonly TesterSettings Whole = new() { Start = Line("S"), Busy = Line("B", activeLow: true), Ok = Line("O") };

    private readonly FakeGpio _gpio = new();

    [Fact]
    public void Lines_AreTakenAsConfiguredAndOff()
    {
        using var tester = new GpioTester(_gpio, Whole);

        Assert.Equal(new GpioInput(ActiveLow: false, GpioBias.PullDown, Edges: true), _gpio.Lines["S"].Input);
        Assert.Equal(new GpioOutput(On: false, ActiveLow: true), _gpio.Lines["B"].Output);
        Assert.Equal(new GpioOutput(), _gpio.Lines["O"].Output);
    }

    [Fact]
    public void Outputs_SwitchTheirLinesAlone()
    {
        using var tester = new GpioTester(_gpio, Whole);
        tester.SetBusy(true);
        Assert.Equal((true, false), (_gpio.Lines["B"].On, _gpio.Lines["O"].On));
        tester.SetOk(true);
        tester.SetBusy(false);
        Assert.Equal((false, true), (_gpio.Lines["B"].On, _gpio.Lines["O"].On));
    }

    [Fact]
    public void Start_Moves_IsToldAndRead()
    {
        using var tester = new GpioTester(_gpio, Whole);
        var told = 0;
        tester.StartChanged += () => told++;
        _gpio.Lines["S"].Change(true);

        Assert.True(tester.StartActive);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Line_RefusedOrAbsent_IsToldAndTheOthersWork()
    {
        _gpio.Refused["O"] = GpioFault.Busy;
        using var tester = new GpioTester(_gpio, Whole with { Start = null });
        tester.SetOk(true);
        tester.SetBusy(true);

        Assert.Equal(["The tester's line OK does not work: O of chip is refused."], tester.Troubles);
        Assert.True(_gpio.Lines["B"].On);
        Assert.False(tester.StartActive);
    }

    [Fact]
    public void Line_BreaksLater_IsTold()
    {
        using var tester = new GpioTester(_gpio, Whole);
        foreach (var line in _gpio.Lines.Values) line.Broken = true;

        Assert.Contains("BUSY", Assert.Throws<PanelLinesException>(() => tester.SetBusy(true)).Message, StringComparison.Ordinal);
        Assert.Contains("OK", Assert.Throws<PanelLinesException>(() => tester.SetOk(true)).Message, StringComparison.Ordinal);
        Assert.Contains("START", Assert.Throws<PanelLinesException>(() => tester.StartActive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_GivesEveryLineBack()
    {
        new GpioTester(_gpio, Whole).Dispose();
        Assert.All(_gpio.Lines.Values, line => Assert.True(line.Disposed));
    }

    private static LineSettings Line(string name, bool activeLow = false) => new("chip", name, activeLow);
}
