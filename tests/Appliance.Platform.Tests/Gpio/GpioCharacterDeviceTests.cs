// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Platform.Gpio;
using Appliance.Ports.Gpio;

namespace Appliance.Platform.Tests.Gpio;

/// <summary>The contract on this machine; the rest against a kernel that is a fake, its files and pipes real.</summary>
public sealed class GpioCharacterDeviceTests : GpioContract, IDisposable
{
    private const int Eperm = 1;
    private const int Ebusy = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly GpioLineName Button = new("pinctrl-test", "BUTTON");
    private static readonly GpioLineName Led = new("pinctrl-test", "LED");

    private readonly FakeGpioKernel _kernel = new();

    public GpioCharacterDeviceTests()
    {
        _kernel.AddChip(0, "other", "LED", "BUTTON");
        _kernel.AddChip(11, "pinctrl-test", "", "BUTTON", "LED");
    }

    public void Dispose() => _kernel.Dispose();

    protected override IGpio Create() => new GpioCharacterDevice();

    [Fact]
    public void Chips_Some_AreReadWithTheNamesOfTheirLines()
    {
        var chips = Fake().Chips();

        Assert.Equal([(0, "other"), (11, "pinctrl-test")], chips.Select(chip => (chip.Number, chip.Label)));
        Assert.Equal(["", "BUTTON", "LED"], chips[1].Lines);
    }

    [Fact]
    public void Chips_NoDeviceFolder_AreNone() => Assert.Empty(new GpioCharacterDevice("/nowhere/at/all", _kernel.Control).Chips());

    [Fact]
    public void OpenOutput_Default_IsOffAndTakesWhatIsWritten()
    {
        using var led = Fake().OpenOutput(Led, new GpioOutput());
        var line = Assert.Single(_kernel.Given);

        Assert.Equal(("LED", 8UL, false), (line.Name, line.Flags, line.On));
        led.Write(true);
        Assert.True(line.On);
        Assert.True(led.Read());
        led.Write(false);
        Assert.False(line.On);
    }

    [Theory]
    [InlineData(true, false, GpioBias.AsIs, 8 + 2)]
    [InlineData(false, true, GpioBias.PullUp, 8 + 0x40 + 0x100)]
    [InlineData(true, true, GpioBias.PullDown, 8 + 2 + 0x40 + 0x200)]
    public void OpenOutput_Options_ReachTheKernelWithTheFirstValue(bool low, bool drain, GpioBias bias, ulong flags)
    {
        using var led = Fake().OpenOutput(Led, new GpioOutput(On: true, ActiveLow: low, OpenDrain: drain, Bias: bias));

        Assert.Equal((flags, true), (_kernel.Given[0].Flags, _kernel.Given[0].On));
    }

    [Theory]
    [InlineData(false, false, GpioBias.AsIs, 4)]
    [InlineData(true, true, GpioBias.PullUp, 4 + 2 + 0x30 + 0x100)]
    [InlineData(false, true, GpioBias.Off, 4 + 0x30 + 0x400)]
    public void OpenInput_Options_ReachTheKernel(bool low, bool edges, GpioBias bias, ulong flags)
    {
        using var button = Fake().OpenInput(Button, new GpioInput(low, bias, edges));

        Assert.Equal(("BUTTON", flags), (_kernel.Given[0].Name, _kernel.Given[0].Flags));
    }

    [Fact]
    public void Edges_OfAnInput_AreToldUntilItIsDisposed()
    {
        using var told = new SemaphoreSlim(0);
        var button = Fake().OpenInput(Button, new GpioInput(Edges: true));
        button.Changed += () => told.Release();
        var line = _kernel.Given[0];

        line.Edge(true);
        Assert.True(told.Wait(Patience));
        Assert.True(button.Read());
        line.Edge(false);
        Assert.True(told.Wait(Patience));
        Assert.False(button.Read());

        button.Dispose();
        Assert.True(line.IsReleased());
        _ = Assert.Throws<ObjectDisposedException>(() => button.Read());
    }

    [Fact]
    public void Edges_ChipGoesAway_IsToldOnceMoreAndEnds()
    {
        using var told = new SemaphoreSlim(0);
        using var button = Fake().OpenInput(Button, new GpioInput(Edges: true));
        button.Changed += () => told.Release();

        _kernel.Given[0].Dispose();

        Assert.True(told.Wait(Patience));
    }

    [Fact]
    public void Write_AnInput_IsRefused()
    {
        using var button = Fake().OpenInput(Button, new GpioInput());

        var refused = Assert.Throws<GpioException>(() => button.Write(true));

        Assert.Equal(GpioFault.Failed, refused.Fault);
        Assert.Contains("BUTTON of pinctrl-test cannot be switched: it is an input", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Ebusy, GpioFault.Busy)]
    [InlineData(Eperm, GpioFault.NoAccess)]
    [InlineData(13, GpioFault.NoAccess)]
    [InlineData(19, GpioFault.NotFound)]
    [InlineData(22, GpioFault.Failed)]
    public void OpenOutput_KernelRefuses_TellsWhyAndNamesTheLine(int errno, GpioFault fault)
    {
        _kernel.Refuses = errno;

        var refused = Assert.Throws<GpioException>(() => Fake().OpenOutput(Led, new GpioOutput()));

        Assert.Equal(fault, refused.Fault);
        Assert.Contains("LED of pinctrl-test", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LineThatTheChipDoesNotHave_IsNotFound()
    {
        var refused = Assert.Throws<GpioException>(() => Fake().OpenOutput(new GpioLineName("other", "GPIO17"), new GpioOutput()));

        Assert.Equal(GpioFault.NotFound, refused.Fault);
        Assert.Contains("other has no line GPIO17", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TwoLinesOfThatName_IsRefused()
    {
        _kernel.AddChip(12, "pinctrl-test", "LED");

        Assert.Contains("2 lines", Assert.Throws<GpioException>(() => Fake().OpenOutput(Led, new GpioOutput())).Message, StringComparison.Ordinal);
    }

    private GpioCharacterDevice Fake() => new(_kernel.Devices, _kernel.Control);
}
