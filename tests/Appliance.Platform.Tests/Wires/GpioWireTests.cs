// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Wires;
using Appliance.Platform.Wires.Pins;
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;
using Appliance.Probes.Swd;
using Appliance.Simulation;

namespace Appliance.Platform.Tests.Wires;

/// <summary>Which way a wire is opened, and the one by system calls.</summary>
public sealed class GpioWireTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 28).Select(number => $"GPIO{number}")];

    [Fact]
    public void CharacterDevice_OnABoard_ReadsItsMemory()
    {
        using FakePinKernel kernel = new("pinctrl-other", Names);
        var board = SimulatedBoard.Create("stm32f103cb");
        var pins = board.OpenPins();
        PinWorld world = new(pins, new PinBits(19, [16], [18], Reset: 12));
        kernel.World = world;
        GpioWire wires = new(new BoardTime(pins), kernel.Root, kernel.Control);
        var line = wires.Open(Pins("pinctrl-other", direction: "GPIO18"));
        using (SwdLink link = new(line))
        {
            link.Connect(1_000_000);
            Appliance.Probes.DebugPortPower.Up(link, TimeSpan.FromSeconds(1));
            uint[] words = [1, 0x80000000, 0xDEADBEEF, 0];
            var back = new uint[4];
            link.WriteAp(0, 0x00, 0x23000012);
            link.WriteAp(0, 0x04, 0x20000000);
            link.WriteApBlock(0, 0x0C, words);
            link.WriteAp(0, 0x04, 0x20000000);
            link.ReadApBlock(0, 0x0C, back);

            Assert.Equal(words, back);
            Assert.Equal("gpio:character-device", link.Name);
            Assert.Equal(1u << 16, kernel.PulledUp | 1u << 16);
        }

        Assert.Empty(world.Violations);
        Assert.Empty(board.Chip.Violations.List);
        Assert.Equal(0u, kernel.Outputs);
        Assert.True(kernel.IsFree);
    }

    [Theory]
    [InlineData("pinctrl-bcm2835", "gpiomem", "gpio:bcm2835")]
    [InlineData("pinctrl-bcm2711", "gpiomem", "gpio:bcm2711")]
    [InlineData("pinctrl-rp1", "gpiomem0", "gpio:rp1")]
    public void Open_WithADeviceForTheRegisters_MapsThem(string label, string device, string name)
    {
        using FakePinKernel kernel = new(label, Names);
        var path = Path.Combine(kernel.Root, "dev", device);
        File.WriteAllBytes(path, new byte[0x30000]);
        GpioWire wires = new(TimeProvider.System, kernel.Root, kernel.Control);

        Assert.Equal(new GpioWireFacts(label, GpioWireKind.MemoryMapped, path, null), wires.Look(Pins(label)));
        using (var line = wires.Open(Pins(label)))
        {
            Assert.Equal(name, line.Name);
            Assert.True(line.SetFrequency(100_000) is > 0 and <= 100_000);
            line.Clock(1, [new SwdPhase(SwdPhaseKind.Drive, 1)], [1], []);
        }

        Assert.True(kernel.IsFree);
        var registers = File.ReadAllBytes(path);
        if (label == "pinctrl-rp1") Assert.Equal(5, registers[(16 * 8) + 4]);
        else Assert.Equal(1u << 19, BitConverter.ToUInt32(registers, 0x1C));
    }

    [Fact]
    public void Open_WithOurUioDevice_MapsIt()
    {
        using FakePinKernel kernel = new("pinctrl-bcm2711", Names);
        foreach (var (device, name) in new[] { ("uio0", "other"), ("uio1", "appliance-gpio") })
        {
            var folder = Directory.CreateDirectory(Path.Combine(kernel.Root, "sys/class/uio", device, "maps/map0")).FullName;
            File.WriteAllText(Path.Combine(folder, "size"), "0x0000000000001000\n");
            File.WriteAllText(Path.Combine(folder, "../../name"), name + "\n");
            File.WriteAllBytes(Path.Combine(kernel.Root, "dev", device), new byte[0x1000]);
        }

        GpioWire wires = new(TimeProvider.System, kernel.Root, kernel.Control);

        Assert.Equal(Path.Combine(kernel.Root, "dev", "uio1"), wires.Look(Pins("pinctrl-bcm2711")).Device);
    }

    [Fact]
    public void Look_WithoutADeviceForTheRegisters_SaysWhyItIsSlow()
    {
        using FakePinKernel kernel = new("pinctrl-bcm2711", Names);

        var facts = new GpioWire(TimeProvider.System, kernel.Root, kernel.Control).Look(Pins("pinctrl-bcm2711"));

        Assert.Equal((GpioWireKind.CharacterDevice, "/dev/gpiochip3"), (facts.Kind, facts.Device));
        Assert.Contains("/dev/gpiomem", facts.Why);
    }

    [Fact]
    public void Open_OfALineThatIsBusyOrNotThere_SaysSo()
    {
        using FakePinKernel kernel = new("pinctrl-bcm2711", Names);
        GpioWire wires = new(TimeProvider.System, kernel.Root, kernel.Control);
        kernel.Busy = true;

        Assert.Contains("appliance.yaml has this line", Assert.Throws<WireException>(() => wires.Open(Pins("pinctrl-bcm2711"))).Message);
        Assert.Contains("There is no GPIO chip pinctrl-rp1", Assert.Throws<WireException>(() => wires.Open(Pins("pinctrl-rp1"))).Message);
        Assert.Contains("same line", Assert.Throws<WireException>(() => wires.Open(Pins("pinctrl-bcm2711", direction: "GPIO19"))).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void SetFrequency_OnMemory_IsReachedFromBelow(int lanes)
    {
        using var line = GpioWire.OnMemory(lanes);
        var fastest = line.SetFrequency(int.MaxValue);
        var slow = line.SetFrequency(20_000);

        Assert.True(fastest > 500_000, $"{fastest} Hz");
        Assert.True(slow is > 2_000 and <= 20_400, $"{slow} Hz"); // measured, so a trace above is the clock of the measurement
        var before = line.Now;
        line.Clock(1, [new SwdPhase(SwdPhaseKind.Float, 40)], [], []);
        Assert.True(line.Now - before >= TimeSpan.FromMilliseconds(1.9), $"{line.Now - before}");
        Assert.Equal(40, line.Cycles);
    }

    private static WirePins Pins(string chip, string? direction = null) => new(
        new GpioLineName(chip, "GPIO19"), [new GpioLineName(chip, "GPIO16")], direction is null ? [] : [new GpioLineName(chip, direction)],
        new GpioLineName(chip, "GPIO12"), null);
}
