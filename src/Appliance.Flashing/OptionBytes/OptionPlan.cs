// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>One option a project asks for.</summary>
/// <param name="Name">Its name in the reference manual.</param>
/// <param name="Value">Its value.</param>
/// <param name="Text">The value for people.</param>
public sealed record PlannedOption(string Name, uint Value, string Text)
{
    /// <summary>For people: <c>nSWBOOT0=1</c>.</summary>
    public override string ToString() => $"{Name}={Text}";
}

/// <summary>The options of a board: stored after the verify, read back after they were loaded anew.</summary>
/// <param name="Options">All but the protection level, in the order of the project.</param>
/// <param name="Lock">The protection level, stored last of all; null where the project does not ask for one.</param>
public sealed record OptionPlan(IReadOnlyList<PlannedOption> Options, PlannedOption? Lock)
{
    /// <summary>All of it, in the order it is stored.</summary>
    public IEnumerable<PlannedOption> All => Lock is { } last ? Options.Append(last) : Options;

    /// <summary>Plans are values.</summary>
    public bool Equals(OptionPlan? other) => other is not null && All.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);

    /// <summary>Whether the project says what the write protection shall be: then what is there may be opened for the job.</summary>
    public bool Governs(ProtectionArea area) => area switch
    {
        ProtectionRange range => Names(range.First) || Names(range.Last),
        ProtectionBits bits => Names(bits.Bits),
        _ => false,
    };

    private bool Names(OptionField field) => Options.Any(option => option.Name == field.Name);
}

/// <summary>What of the options of a project cannot be.</summary>
/// <param name="Name">The option as written.</param>
/// <param name="Message">Why not.</param>
/// <param name="Suggestion">The nearest right word; null where there is none.</param>
public sealed record OptionMistake(string Name, string Message, string? Suggestion = null);
