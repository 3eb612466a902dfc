// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>Turns option names and values, as a project writes them, into a plan. A pure function.</summary>
public static class OptionPlanner
{
    /// <summary>Makes the plan, or says all that is wrong with it.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="wanted">Names and values as written.</param>
    /// <param name="irreversible">Names of options that may be set to values which can never be taken back.</param>
    public static (OptionPlan Plan, IReadOnlyList<OptionMistake> Mistakes) Plan(
        ChipDescription chip, IReadOnlyList<KeyValuePair<string, string>> wanted, IReadOnlyList<string> irreversible)
    {
        var (options, mistakes) = (new List<PlannedOption>(), new List<OptionMistake>());
        PlannedOption? last = null;
        if (chip.Options is not { } description)
            return (new OptionPlan([], null), wanted.Count == 0 ? [] : [new OptionMistake(wanted[0].Key, $"The option bytes of {chip.Name} are not in the chip data.")]);
        foreach (var (name, text) in wanted)
        {
            if (Read(chip, description, name, text, irreversible, mistakes) is not { } option)
                continue;
            if (option.Name == description.ReadProtection.Name)
                last = option;
            else
                options.Add(option);
        }

        mistakes.AddRange(irreversible.Where(name => !wanted.Any(option => Same(option.Key, name)))
            .Select(name => new OptionMistake(name, $"\"irreversible\" names {name}, which \"options\" does not set.")));
        return (new OptionPlan(options, last), mistakes);
    }

    private static PlannedOption? Read(
        ChipDescription chip, OptionDescription description, string name, string text, IReadOnlyList<string> irreversible, List<OptionMistake> mistakes)
    {
        if (description.Find(name) is not { } field)
        {
            mistakes.Add(new OptionMistake(name, $"{chip.Name} has no option {name}; it has {string.Join(", ", description.Fields.Select(known => known.Name))}.", description.Nearest(name) is [var near, ..] ? near : null));
            return null;
        }

        if (Value(field, text, out var form) is not { } value)
        {
            mistakes.Add(new OptionMistake(name, $"{field.Name} is {form}, not \"{text}\"."));
            return null;
        }

        if (field.ForEver.Contains(value) && !irreversible.Any(allowed => Same(allowed, field.Name)))
        {
            mistakes.Add(new OptionMistake(
                name, $"{field.Name} = {field.Text(value)} can never be taken back. If that is meant, say so: irreversible: [{field.Name}]"));
        }

        if (Organises(chip, description, field) is { } organised && organised != value)
            mistakes.Add(new OptionMistake(name, $"{field.Name} = {field.Text(value)} is another flash organisation than that of {chip.Name}: name the target for it."));
        return new PlannedOption(field.Name, value, field.Text(value));
    }

    private static uint? Value(OptionField field, string text, out string form)
    {
        form = field.Words.Count > 0 ? $"one of {string.Join(", ", field.Words.Keys)}" : $"a number from 0 to {field.Largest} (0x{field.Largest:X})";
        if (field.Words.Count > 0)
            return field.Words.TryGetValue(text, out var word) ? word : null;
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var good = uint.TryParse(hex ? text.AsSpan(2) : text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        return good && value <= field.Largest ? value : null;
    }

    /// <summary>The value of a field that chooses how the flash is organised, as this chip of the data has it; null for every other field.</summary>
    private static uint? Organises(ChipDescription chip, OptionDescription description, OptionField field) =>
        chip.Organisation is { } organisation && organisation.Address == description.Registers[field.Register].Address && organisation.Mask == field.Mask
            ? organisation.Value >> field.Shift
            : null;

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
