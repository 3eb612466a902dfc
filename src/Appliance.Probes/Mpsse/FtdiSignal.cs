// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Mpsse;

/// <summary>What the sixteen pins of a channel do: the low byte is xDBUS, the high one xCBUS.</summary>
/// <param name="Output">Levels.</param>
/// <param name="Direction">Pins that are driven.</param>
public readonly record struct FtdiPins(ushort Output, ushort Direction);

/// <summary>A line of the target and the pins that make it: one for its level, one for the buffer in front of it, or a single one that is driven low or let go.</summary>
/// <param name="Data">The pin of its level; 0 where there is none and the buffer pulls low.</param>
/// <param name="Enable">The pin of the buffer; the same as <paramref name="Data"/>: that pin's own direction; 0: always driven.</param>
/// <param name="EnabledLow">The buffer drives while its pin is low.</param>
public sealed record FtdiSignal(ushort Data, ushort Enable, bool EnabledLow)
{
    /// <summary>Whether the line can be let go.</summary>
    public bool CanRelease => Enable != 0;

    /// <summary>The pins with the line low.</summary>
    public FtdiPins Low(FtdiPins pins) => Set(pins, high: false, driven: true);

    /// <summary>The pins with the line let go, or driven high where it cannot be let go.</summary>
    public FtdiPins Released(FtdiPins pins) => Set(pins, high: !CanRelease, driven: !CanRelease);

    private FtdiPins Set(FtdiPins pins, bool high, bool driven)
    {
        pins = pins with { Output = Put(pins.Output, Data, high) };
        if (Enable == 0) return pins;
        return Enable == Data ? pins with { Direction = Put(pins.Direction, Enable, driven) } : pins with { Output = Put(pins.Output, Enable, driven != EnabledLow) };
    }

    private static ushort Put(ushort value, ushort mask, bool set) => (ushort)(set ? value | mask : value & ~mask);
}
