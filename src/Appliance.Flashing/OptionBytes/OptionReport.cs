// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.OptionBytes;

/// <summary>What the option bytes of a board are at the end of a job, read from the chip after it loaded them.</summary>
/// <param name="Options">Name and value of every option the project asks for.</param>
/// <param name="Changed">Options were stored; false where the board had them all before.</param>
public sealed record OptionReport(IReadOnlyList<PlannedOption> Options, bool Changed)
{
    /// <summary>For people, one line.</summary>
    public override string ToString() => $"{(Changed ? "options stored" : "options already as asked")}: {string.Join(", ", Options)}";
}
