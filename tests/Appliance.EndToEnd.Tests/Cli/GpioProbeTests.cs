// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Settings;
using Appliance.Service.Cli;
using Appliance.Service.Composition;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>Which lines the probe <c>gpio</c> gets.</summary>
public sealed class GpioProbeTests
{
    private static readonly LineSettings Clock = new("chip", "C", false);
    private static readonly LineSettings Data = new("chip", "D", false);
    private static readonly LineSettings Reset = new("chip", "R", true);

    [Theory]
    [InlineData("raspberrypi,4-model-b", "pinctrl-bcm2711")]
    [InlineData("raspberrypi,5-model-b", "pinctrl-rp1")]
    [InlineData("raspberrypi,3-model-b", "pinctrl-bcm2835")]
    [InlineData("raspberrypi,model-zero-2-w", "pinctrl-bcm2835")]
    [InlineData("brcm,bcm2712", "pinctrl-rp1")]
    public void Wiring_OfABoardOfTheMap_NamesItsLines(string compatible, string chip)
    {
        var direct = StandardWiring.Shipped.Apply(new ApplianceSettings { Wiring = WiringKind.Direct }, [compatible]);
        var buffered = StandardWiring.Shipped.Apply(new ApplianceSettings { Wiring = WiringKind.Buffered }, ["unknown,carrier", compatible]);

        Assert.Equal(new LineSettings(chip, "GPIO19", false), direct.Pins!.Swclk);
        Assert.Empty(direct.Pins.Direction);
        Assert.Null(direct.Pins.ResetGate);
        Assert.NotNull(direct.Pins.Reset);
        Assert.Equal(new LineSettings(chip, "GPIO26", false), buffered.Pins!.ResetGate);
        Assert.Single(buffered.Pins.Direction);
        Assert.Equal(new LineSettings(chip, "GPIO17", true), buffered.Panel.Prog);
    }

    [Fact]
    public void Wiring_WithWhatElseIsFitted_FillsTesterAndSupply_AndNothingUnasked()
    {
        var bare = StandardWiring.Shipped.Apply(new ApplianceSettings { Wiring = WiringKind.Direct }, ["raspberrypi,4-model-b"]);
        var full = StandardWiring.Shipped.Apply(
            new ApplianceSettings
            {
                Wiring = WiringKind.Buffered, Fitted = FittedParts.Tester | FittedParts.Power | FittedParts.Vtref, Tester = new TesterSettings { Ok = Data },
            },
            ["raspberrypi,4-model-b"]);

        Assert.False(bare.Tester.IsWired);
        Assert.Equal(new PowerSettings(), bare.Power);
        Assert.Equal(
            new TesterSettings { Start = new("pinctrl-bcm2711", "GPIO25", true), Busy = new("pinctrl-bcm2711", "GPIO5", false), Ok = Data }, full.Tester);
        Assert.Equal(
            new PowerSettings { Switch = new("pinctrl-bcm2711", "GPIO6", false), Vtref = new(new("pinctrl-bcm2711", "GPIO12", false), null) }, full.Power);
    }

    [Fact]
    public void Wiring_WithLinesWritten_KeepsThem()
    {
        var written = new ApplianceSettings
        {
            Wiring = WiringKind.Direct, Pins = new PinSettings(Clock, [Data], Reset, [], null), Panel = new PanelSettings { Pass = Data },
        };
        var applied = StandardWiring.Shipped.Apply(written, ["raspberrypi,4-model-b"]);

        Assert.Same(written.Pins, applied.Pins);
        Assert.Equal((Data, "GPIO24"), (applied.Panel.Pass, applied.Panel.Fail?.Line));
    }

    [Fact]
    public void Wiring_OnAnotherMachine_IsUnusableWithItsReason()
    {
        var settings = new ApplianceSettings { Wiring = WiringKind.Direct };

        Assert.Throws<BadInputException>(() => StandardWiring.Shipped.Apply(settings, ["brcm,bcm2835"]));
        Assert.Contains("no board of the pin map", Assert.IsType<UnusableProbeId>(GpioProbeId.Wire(new AutoProbeId(), settings)).Why);
        Assert.Contains("no board of the pin map", Assert.Single(PanelParts.Open(settings, () => throw new InvalidOperationException()).Troubles));
    }

    [Fact]
    public void Auto_WithPins_IsGpio()
    {
        var settings = new ApplianceSettings { Pins = new PinSettings(Clock, [Data], Reset, [], null) };
        var probe = Assert.IsType<GpioProbeId>(GpioProbeId.Wire(new AutoProbeId(), settings));

        Assert.Equal(("C", "D", "R", "gpio"), (probe.Pins!.Swclk.Line, probe.Pins.Swdio[0].Line, probe.Pins.Reset?.Line, probe.ToText()));
        Assert.Equal(new AutoProbeId(), GpioProbeId.Wire(new AutoProbeId(), new ApplianceSettings()));
        Assert.IsType<SimulatedProbeId>(GpioProbeId.Wire(ProbeOpener.Parse("sim:stm32f103cb"), settings));
    }

    [Fact]
    public void Gpio_WithoutLinesOrWithAnActiveLowClock_IsUnusable()
    {
        var low = new ApplianceSettings { Pins = new PinSettings(Clock with { ActiveLow = true }, [Data], null, [], null) };

        Assert.Contains("neither", Assert.IsType<UnusableProbeId>(GpioProbeId.Wire(ProbeOpener.Parse("gpio"), new ApplianceSettings())).Why);
        Assert.Contains("C is a line", Assert.IsType<UnusableProbeId>(GpioProbeId.Wire(ProbeOpener.Parse("gpio"), low)).Why);
    }

    [Fact]
    public void Probes_WithPinsThatAreNotThere_SaysSoAndListsTheRest()
    {
        using var appliance = new ApplianceProcess();
        File.WriteAllText(
            Path.Combine(appliance.Home, "appliance.yaml"), "pins: {swclk: {chip: nowhere, line: C}, swdio: [{chip: nowhere, line: D}]}\n");
        var (text, json) = (appliance.Run("probes"), appliance.Run("probes", "--json"));
        var job = appliance.Run("mem", "read", "0x08000000", "--probe", "gpio");

        Assert.Equal((0, 0, 1), (text.ExitCode, json.ExitCode, job.ExitCode));
        Assert.Contains("Pins:     gpio cannot be used: gpio: There is no GPIO chip nowhere here", text.Output);
        Assert.Contains("sim:stm32f103cb", text.Output);
        Assert.Contains("no GPIO chip nowhere", json.Json.GetProperty("gpio").GetProperty("trouble").GetString());
        Assert.Contains("no GPIO chip nowhere", job.Error);
    }
}
