// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Gpio;

namespace Appliance.Adapters.Contracts;

/// <summary>
/// What every part that gives GPIO lines does. On a machine without GPIO chips this proves that they are looked for and that what is not there
/// is told; levels and edges need a chip.
/// </summary>
public abstract class GpioContract
{
    private const string NoSuchChip = "no-such-chip";

    protected abstract IGpio Create();

    [Fact]
    public void Chips_OfThisMachine_AreThoseTheKernelHas()
    {
        var numbers = Create().Chips().Select(chip => $"gpiochip{chip.Number}");

        Assert.Equal(Kernel().Order(), numbers.Order());
    }

    [Fact]
    public void OpenInput_ChipThatIsNotThere_IsNotFoundAndNamed()
    {
        var refused = Assert.Throws<GpioException>(() => Create().OpenInput(new GpioLineName(NoSuchChip, "GPIO17"), new GpioInput(Edges: true)));

        Assert.Equal(GpioFault.NotFound, refused.Fault);
        Assert.Contains(NoSuchChip, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenOutput_ChipThatIsNotThere_IsNotFoundAndNamed()
    {
        var refused = Assert.Throws<GpioException>(() => Create().OpenOutput(new GpioLineName(NoSuchChip, "GPIO17"), new GpioOutput()));

        Assert.Equal(GpioFault.NotFound, refused.Fault);
        Assert.Contains(NoSuchChip, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenOutput_OpenDrainOnAChipThatIsNotThere_IsNotFoundToo() => Assert.Equal(
        GpioFault.NotFound,
        Assert.Throws<GpioException>(() => Create().OpenOutput(new GpioLineName(NoSuchChip, "x"), new GpioOutput(OpenDrain: true))).Fault);

    private static IEnumerable<string> Kernel()
    {
        const string chips = "/sys/bus/gpio/devices";
        return Directory.Exists(chips) ? Directory.EnumerateFileSystemEntries(chips, "gpiochip*").Select(path => Path.GetFileName(path)) : [];
    }
}
