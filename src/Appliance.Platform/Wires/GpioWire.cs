// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Gpio;
using Appliance.Platform.Wires.Pins;
using Appliance.Ports.Gpio;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Wires;

/// <summary>How GPIO lines are reached.</summary>
public enum GpioWireKind
{
    /// <summary>Stores to the GPIO block: megahertz.</summary>
    MemoryMapped,

    /// <summary>System calls: some hundred kilohertz.</summary>
    CharacterDevice,
}

/// <summary>What a wire on GPIO lines is made of.</summary>
/// <param name="Chip">Label of the GPIO chip.</param>
/// <param name="Kind">How it is reached.</param>
/// <param name="Device">The device file.</param>
/// <param name="Why">Why not by stores, where it is not; null otherwise.</param>
public sealed record GpioWireFacts(string Chip, GpioWireKind Kind, string Device, string? Why);

/// <summary>
/// Opens SWD on GPIO lines: by stores to the GPIO block where this user may map it, else by the character device. The kernel is asked for
/// the lines in both cases, so another user of one of them is found, and the kernel takes them back however this process ends.
/// </summary>
public sealed class GpioWire
{
    private const int MostPins = 32;

    private readonly GpioControl _control;
    private readonly string _devices;
    private readonly GpioMemory _memory;
    private readonly TimeProvider _time;

    /// <summary>The wires of this machine.</summary>
    /// <param name="time">Target time of real boards.</param>
    public GpioWire(TimeProvider time)
        : this(time, "/", GpioNative.Control)
    {
    }

    internal GpioWire(TimeProvider time, string root, GpioControl control)
    {
        (_time, _control, _devices) = (time, control, Path.Combine(root, "dev"));
        _memory = new GpioMemory(root);
    }

    /// <summary>A memory-mapped wire over plain memory, to measure what it costs the processor.</summary>
    public static ISwdLine OnMemory(int lanes)
    {
        var mapping = RegisterMapping.OfMemory(GpioMemory.BcmLength);
        var bits = new PinBits(0, [.. Enumerable.Range(1, lanes)], []);
        return new PinSwdLine<BcmBlock<MappedRegisters>>("gpio:memory", new(mapping.Registers, clockedPulls: false), bits, TimeProvider.System, mapping);
    }

    /// <summary>What <see cref="Open"/> would use. Takes no line.</summary>
    /// <exception cref="WireException">The lines are not there.</exception>
    public GpioWireFacts Look(WirePins pins)
    {
        var (chip, offsets) = Find(pins);
        using var mapping = _memory.Map(chip.Label, offsets, out var device, out var why);
        return Facts(chip, mapping, device, why);
    }

    /// <summary>Takes the lines. The target sees SWCLK low, SWDIO and nRESET released.</summary>
    /// <exception cref="WireException">The lines are not there, or somebody else has one.</exception>
    public ISwdLine Open(WirePins pins)
    {
        var (chip, offsets) = Find(pins);
        var bits = Bits(pins, offsets);
        var request = Bits(pins, [.. Enumerable.Range(0, offsets.Count)]);
        var lines = Guard(() => GpioCharacterLines.Open(PathOf(chip), offsets, new PinMasks(request).Lanes, _control));
        try
        {
            var mapping = _memory.Map(chip.Label, offsets, out _, out _);
            return mapping is null ? OnLines(request, lines, offsets.Count) : OnRegisters(chip.Label, mapping, bits, lines);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    private static PinBits Bits(WirePins pins, IReadOnlyList<int> numbers)
    {
        var (lanes, shifters) = (pins.Swdio.Count, pins.Direction.Count);
        var next = 1 + lanes + shifters;
        var reset = pins.Reset is null ? PinBits.None : numbers[next++];
        return new PinBits(
            numbers[0], [.. numbers.Skip(1).Take(lanes)], [.. numbers.Skip(1 + lanes).Take(shifters)], reset,
            pins.ResetGate is null ? PinBits.None : numbers[next]);
    }

    private static GpioWireFacts Facts(GpioChip chip, RegisterMapping? mapping, string device, string? why) => mapping is null
        ? new GpioWireFacts(chip.Label, GpioWireKind.CharacterDevice, $"/dev/gpiochip{chip.Number}", why)
        : new GpioWireFacts(chip.Label, GpioWireKind.MemoryMapped, device, null);

    private static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (GpioException refused)
        {
            throw new WireException("gpio", refused.Message, refused);
        }
    }

    private ISwdLine OnRegisters(string label, RegisterMapping mapping, PinBits bits, IDisposable lines)
    {
        var registers = mapping.Registers;
        var name = $"gpio:{label.Replace("pinctrl-", "", StringComparison.Ordinal)}";
        return label == GpioMemory.Rp1
            ? new PinSwdLine<Rp1Block<MappedRegisters>>(name, new(registers), bits, _time, mapping, lines)
            : new PinSwdLine<BcmBlock<MappedRegisters>>(name, new(registers, clockedPulls: label == GpioMemory.Bcm2835), bits, _time, mapping, lines);
    }

    private PinSwdLine<CharacterBlock> OnLines(PinBits bits, GpioCharacterLines lines, int count) =>
        new("gpio:character-device", new(new CharacterPins(lines, count)), bits, _time, lines);

    private (GpioChip Chip, IReadOnlyList<int> Offsets) Find(WirePins pins) => Guard(() =>
    {
        var chips = new GpioCharacterDevice(_devices, _control).Chips();
        var places = pins.All.Select(line => GpioPlace.Find(chips, line)).ToList();
        if (places.Select(place => place.Chip).Distinct().Count() > 1)
            throw new GpioException(GpioFault.NotFound, "All lines of the wire must be of one GPIO chip.");
        if (places.Distinct().Count() < places.Count) throw new GpioException(GpioFault.Busy, "Two parts of the wire name the same line.");
        if (places.Count > MostPins) throw new GpioException(GpioFault.NotFound, $"A wire has at most {MostPins} lines, not {places.Count}.");
        if (pins.Direction.Count != 0 && pins.Direction.Count != pins.Swdio.Count)
            throw new GpioException(GpioFault.NotFound, "Level shifters need one direction line for each SWDIO line.");
        return (chips.First(chip => chip.Number == places[0].Chip), (IReadOnlyList<int>)[.. places.Select(place => place.Offset)]);
    });

    private string PathOf(GpioChip chip) => Path.Combine(_devices, $"gpiochip{chip.Number}");
}
