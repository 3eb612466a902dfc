// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Gpio;

/// <summary>A GPIO line as it is named by people: numbers of chips and lines change with board and kernel, labels and names do not.</summary>
/// <param name="Chip">Label of the chip, for example <c>pinctrl-bcm2711</c>.</param>
/// <param name="Line">Name of the line, for example <c>GPIO17</c>.</param>
public sealed record GpioLineName(string Chip, string Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Line} of {Chip}";
}

/// <summary>A GPIO chip that is there.</summary>
/// <param name="Number">Number in the chip's device name, which may change at each start: <c>gpiochip4</c> has 4.</param>
/// <param name="Label">Its label.</param>
/// <param name="Lines">Names of its lines by offset; empty for a line without one.</param>
public sealed record GpioChip(int Number, string Label, IReadOnlyList<string> Lines);

/// <summary>Where a line is at this moment.</summary>
/// <param name="Chip">Number of the chip.</param>
/// <param name="Offset">Number of the line on it.</param>
public readonly record struct GpioPlace(int Chip, int Offset)
{
    /// <summary>Finds the one line of a name.</summary>
    /// <exception cref="GpioException"><see cref="GpioFault.NotFound"/>: there is none, or more than one; the message says which.</exception>
    public static GpioPlace Find(IReadOnlyList<GpioChip> chips, GpioLineName name)
    {
        var labelled = chips.Where(chip => chip.Label == name.Chip).ToList();
        var places = labelled.SelectMany(chip => Offsets(chip, name.Line)).ToList();
        if (places is [var only]) return only;
        throw new GpioException(GpioFault.NotFound, (labelled.Count, places.Count) switch
        {
            (0, _) => $"There is no GPIO chip {name.Chip} here. {Labels(chips)}",
            (_, 0) => $"The GPIO chip {name.Chip} has no line {name.Line}.",
            _ => $"{name} names {places.Count} lines; it must name one.",
        });
    }

    private static IEnumerable<GpioPlace> Offsets(GpioChip chip, string line) =>
        Enumerable.Range(0, chip.Lines.Count).Where(offset => chip.Lines[offset] == line).Select(offset => new GpioPlace(chip.Number, offset));

    private static string Labels(IReadOnlyList<GpioChip> chips) => chips.Count == 0
        ? "There is none at all."
        : $"There are: {string.Join(", ", chips.Select(chip => chip.Label).Distinct().Order())}.";
}
