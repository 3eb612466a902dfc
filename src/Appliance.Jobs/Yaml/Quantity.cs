// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Yaml;

/// <summary>A number with a unit, for example <c>4 MHz</c>; the space may be left out. Parsed to a whole number of the smallest unit.</summary>
internal sealed class Quantity(string form, bool bareNumber, params (string Name, long Factor)[] units) : ValueParser<long>
{
    /// <summary>A frequency in Hz; a plain number is Hz.</summary>
    public static readonly Quantity Frequency = new("a frequency such as 4 MHz or 400 kHz", true, ("Hz", 1), ("kHz", 1_000), ("MHz", 1_000_000));

    /// <summary>A time in milliseconds; the unit must be written.</summary>
    public static readonly Quantity Time = new("a time with its unit such as 60 s or 500 ms", false, ("ms", 1), ("s", 1_000), ("min", 60_000));

    /// <summary>A voltage in millivolts; the unit must be written.</summary>
    public static readonly Quantity Voltage = new("a voltage with its unit such as 3.3 V or 1650 mV", false, ("mV", 1), ("V", 1_000));

    public override string Form => form;

    public override bool TryParse(string text, out long value)
    {
        value = 0;
        var (number, unit) = Split(text);
        if (unit.Length == 0 && bareNumber)
            return number.All(char.IsAsciiDigit) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        var factor = units.FirstOrDefault(known => known.Name == unit).Factor;
        return factor != 0 && TryScale(number, factor, out value);
    }

    /// <summary>The one unit that is near and makes a value in range; null where two would do, because a guess at a factor of 1000 is no help.</summary>
    public override string? Repair(string text, Func<long, bool> inRange)
    {
        var (number, unit) = Split(text.Trim());
        number = number.Replace(',', '.');
        var repaired = Meant(unit).Select(name => $"{number} {name}").Where(good => TryParse(good, out var value) && inRange(value)).ToList();
        return repaired.Count == 1 ? repaired[0] : null;
    }

    private IReadOnlyList<string> Meant(string unit)
    {
        var names = units.Select(known => known.Name).ToList();
        if (unit.Length == 0)
            return [names[^2]];
        var same = names.Find(name => name.Equals(unit, StringComparison.OrdinalIgnoreCase));
        return same is null ? Nearest.All(unit, names) : [same];
    }

    private static (string Number, string Unit) Split(string text)
    {
        var digits = text.TakeWhile(letter => char.IsAsciiDigit(letter) || letter is '.' or ',').Count();
        var unit = text[digits..];
        return (text[..digits], unit.StartsWith(' ') ? unit[1..] : unit);
    }

    /// <summary>Up to 9 digits before and 6 after the point: a decimal never loses anything.</summary>
    private static bool TryScale(string number, long factor, out long value)
    {
        value = 0;
        var parts = number.Split('.');
        if (parts.Length > 2 || parts.Any(part => part.Length == 0) || parts[0].Length > 9 || number.Contains(','))
            return false;
        if (parts.Length == 2 && parts[1].Length > 6)
            return false;
        var scaled = decimal.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * factor;
        value = (long)scaled;
        return scaled == value;
    }
}
