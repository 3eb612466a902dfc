// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Panel.Display;

/// <summary>What the display says, before it is drawn.</summary>
/// <param name="Word">The word shown as large as it fits.</param>
/// <param name="Texts">What stands below it; each begins on a line of its own, and what does not fit is shown in turn.</param>
/// <param name="Progress">Length of the bar, 0 to 1; null for no bar.</param>
public sealed record DisplayView(string Word, IReadOnlyList<string> Texts, double? Progress = null)
{
    /// <inheritdoc/>
    public bool Equals(DisplayView? other) =>
        other is not null && Word == other.Word && Progress.Equals(other.Progress) && Texts.SequenceEqual(other.Texts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Word, Progress, Texts.Count);
}

/// <summary>What only the idle display shows.</summary>
/// <param name="Address">Where the appliance is on the network, empty when it is on none.</param>
/// <param name="PassedToday">Boards that passed today.</param>
/// <param name="FailedToday">Presses that ended red today.</param>
public sealed record IdleFacts(string Address, int PassedToday, int FailedToday)
{
    /// <summary>Nothing to tell.</summary>
    public static IdleFacts None { get; } = new("", 0, 0);
}
