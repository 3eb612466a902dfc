// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.Serials;

/// <summary>Counters from a start to an end by a step.</summary>
public sealed record SerialRange
{
    /// <summary>Makes a range.</summary>
    /// <param name="first">First counter.</param>
    /// <param name="last">No counter is larger.</param>
    /// <param name="step">Distance of two counters, 1 at least.</param>
    /// <exception cref="SerialException">The end is before the start, or the step is 0.</exception>
    public SerialRange(UInt128 first, UInt128 last, UInt128 step)
    {
        if (last < first || step == 0)
        {
            throw new SerialException(
                SerialCause.Malformed, string.Create(CultureInfo.InvariantCulture, $"from {first} to {last} by {step} is no range"));
        }

        (First, Last, Step) = (first, last, step);
    }

    /// <summary>First counter.</summary>
    public UInt128 First { get; }

    /// <summary>No counter is larger.</summary>
    public UInt128 Last { get; }

    /// <summary>Distance of two counters.</summary>
    public UInt128 Step { get; }

    /// <summary>The smallest counter of this range that is not below a mark, or null when the range is used up.</summary>
    public UInt128? From(UInt128 mark)
    {
        if (mark <= First)
        {
            return First;
        }

        if (mark > Last)
        {
            return null;
        }

        var over = (mark - First) % Step;
        var missing = over == 0 ? 0 : Step - over;
        return missing > Last - mark ? null : mark + missing;
    }

    /// <summary>The mark after a counter: counters below it were given. Null when there is no larger number at all.</summary>
    public static UInt128? After(UInt128 counter) => counter == UInt128.MaxValue ? null : counter + 1;
}
