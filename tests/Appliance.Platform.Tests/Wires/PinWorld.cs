// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Wires.Pins;
using Appliance.Simulation.Pins;

namespace Appliance.Platform.Tests.Wires;

/// <summary>
/// What hangs on the pins of a fake GPIO block: simulated boards, straight or through level shifters. It notes whatever no workshop would forgive:
/// a pin that drives against its shifter, nRESET driven high, a clock edge while SWDIO is in the middle of a change.
/// </summary>
internal sealed class PinWorld(FixturePins boards, PinBits bits)
{
    public List<string> Violations { get; } = [];

    /// <summary>Pins of the wire; all others belong to somebody else.</summary>
    public uint Ours { get; } =
        bits.Swdio.Concat(bits.Direction).Append(bits.Swclk).Append(bits.Reset).Append(bits.ResetGate)
            .Where(bit => bit != PinBits.None).Aggregate(0u, (mask, bit) => mask | 1u << bit);

    public uint Clock => 1u << bits.Swclk;

    /// <summary>The chip drives these levels on these pins from now on.</summary>
    public void Apply(uint outputs, uint latch)
    {
        uint driven = 0, levels = 0;
        for (var lane = 0; lane < bits.Swdio.Count; lane++)
        {
            var pin = Bit(outputs, bits.Swdio[lane]);
            var towards = bits.Direction.Count == 0 ? pin : Bit(outputs & latch, bits.Direction[lane]);
            if (pin && !towards) Violations.Add($"lane {lane}: pin and level shifter drive each other");
            if (towards) driven |= 1u << lane;
            if (towards && (!pin || Bit(latch, bits.Swdio[lane]))) levels |= 1u << lane;
        }

        var held = Bit(outputs, bits.Reset) && !Bit(latch, bits.Reset);
        if (Bit(outputs, bits.Reset) && !held) Violations.Add("nRESET is driven high");
        boards.PullReset(held || Bit(outputs & latch, bits.ResetGate) ? uint.MaxValue : 0);
        boards.Apply(Bit(outputs & latch, bits.Swclk), driven, levels);
    }

    /// <summary>The level of every pin: what the chip drives, else what is there.</summary>
    public uint Levels(uint outputs, uint latch)
    {
        var seen = boards.Levels;
        var level = outputs & latch;
        for (var lane = 0; lane < bits.Swdio.Count; lane++)
        {
            if (!Bit(outputs, bits.Swdio[lane]) && (seen >> lane & 1) != 0) level |= 1u << bits.Swdio[lane];
        }

        if (bits.Reset == PinBits.None) return level;
        return boards.ResetLow == 0 ? level | 1u << bits.Reset : level & ~(1u << bits.Reset);
    }

    private static bool Bit(uint word, int bit) => bit != PinBits.None && (word >> bit & 1) != 0;
}
