// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Settings;

/// <summary>A list of names, equal to another one with the same names in the same order.</summary>
public sealed record NameList(IReadOnlyList<string> Items)
{
    /// <summary>No names.</summary>
    public static NameList None { get; } = new([]);

    /// <inheritdoc/>
    public bool Equals(NameList? other) => other is not null && Items.SequenceEqual(other.Items, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}
