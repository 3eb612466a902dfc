// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Jobs.SelfChecks;

/// <summary>How a self check ended; a greater one is worse.</summary>
public enum SelfCheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and somebody should know something.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,
}

/// <summary>What a check saw.</summary>
/// <param name="State">How it is.</param>
/// <param name="Seen">What was seen, in a sentence.</param>
/// <param name="Action">What to do next; empty when there is nothing to do.</param>
public sealed record SelfCheckFinding(SelfCheckState State, string Seen, string Action)
{
    /// <summary>As it should be.</summary>
    public static SelfCheckFinding Ok(string seen) => new(SelfCheckState.Ok, seen, "");

    /// <summary>It works, but.</summary>
    public static SelfCheckFinding Warn(string seen, string action) => new(SelfCheckState.Warn, seen, action);

    /// <summary>It does not work.</summary>
    public static SelfCheckFinding Fail(string seen, string action) => new(SelfCheckState.Fail, seen, action);
}

/// <summary>What one check of a round found.</summary>
/// <param name="Name">Name of the check.</param>
/// <param name="MustHave">Without it no job may start.</param>
/// <param name="Finding">What it saw.</param>
public sealed record SelfCheckReport(string Name, bool MustHave, SelfCheckFinding Finding)
{
    /// <summary>How many ended how, in words: <c>4 ok, 1 warn</c>.</summary>
    public static string Tally(IReadOnlyList<SelfCheckReport> reports) => reports.Count == 0
        ? "none"
        : string.Join(", ", reports.GroupBy(report => report.Finding.State).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}")));

    /// <summary>No job may start.</summary>
    public bool Stops => MustHave && Finding.State == SelfCheckState.Fail;
}
