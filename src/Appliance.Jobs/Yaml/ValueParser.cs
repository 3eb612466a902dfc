// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Yaml;

/// <summary>A value people write in a form of its own.</summary>
internal abstract class ValueParser<T>
    where T : struct
{
    /// <summary>The form in words, with an example.</summary>
    public abstract string Form { get; }

    public abstract bool TryParse(string text, out T value);

    /// <summary>What was probably meant, or null; never a value that is out of range.</summary>
    public virtual string? Repair(string text, Func<T, bool> inRange)
    {
        return null;
    }
}
