// SPDX-License-Identifier: Apache-2.0
using Appliance.Platform.Gpio;

namespace Appliance.Platform.Wires.Pins;

/// <summary>Pins through the kernel's character device: slow, one system call each, and always there.</summary>
/// <param name="pins">What is known of them.</param>
internal readonly struct CharacterBlock(CharacterPins pins) : IPinBlock
{
    /// <inheritdoc/>
    public void Take(uint wanted, uint pulledUp) => pins.Take(pulledUp);

    /// <inheritdoc/>
    public void Put(uint low, uint high) => pins.Put(low, high);

    /// <inheritdoc/>
    public void Raise(uint high) => pins.Put(0, high);

    /// <inheritdoc/>
    public uint Level() => pins.Level();

    /// <inheritdoc/>
    public void Drive(uint driven) => pins.Turn(driven, outputs: true);

    /// <inheritdoc/>
    public void Release(uint released) => pins.Turn(released, outputs: false);
}

/// <summary>The lines of a request as pins: the kernel refuses to switch an input, so its level waits here until it is an output.</summary>
/// <param name="lines">The lines; disposed by whoever opened them.</param>
/// <param name="count">How many they are, at most 32.</param>
internal sealed class CharacterPins(GpioCharacterLines lines, int count)
{
    private readonly uint _all = uint.MaxValue >> (32 - count);
    private uint _pulledUp;
    private uint _outputs;
    private uint _levels;

    public void Take(uint pulledUp)
    {
        (_pulledUp, _outputs) = (pulledUp, 0);
        lines.Turn(0, 0, _pulledUp);
    }

    public void Put(uint low, uint high)
    {
        _levels = (_levels & ~low) | high;
        var changed = (low | high) == 0 ? _outputs & (~_outputs + 1) : (low | high) & _outputs;
        if (changed != 0) lines.Write(changed, _levels & changed);
    }

    public uint Level() => (uint)lines.Read(_all);

    public void Turn(uint pins, bool outputs)
    {
        _outputs = outputs ? _outputs | pins : _outputs & ~pins;
        lines.Turn(_outputs, _levels & _outputs, _pulledUp);
    }
}
