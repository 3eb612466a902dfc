// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.SelfChecks;

/// <summary>The lines that the settings name are there: of the panel, of a tester, of the target's supply.</summary>
/// <param name="sections">Sections of <c>appliance.yaml</c> that name any: <c>panel</c>, <c>tester</c>, <c>power</c>.</param>
/// <param name="troubles">A sentence for each part that cannot be had.</param>
public sealed class PanelCheck(IReadOnlyList<string> sections, Func<IReadOnlyList<string>> troubles) : ISelfCheck
{
    /// <summary>The section of the operator's panel.</summary>
    public const string Panel = "panel";

    private const string PageIsPanel = "the page is the panel";

    /// <inheritdoc/>
    public string Name => "panel";

    /// <inheritdoc/>
    public bool MustHave => false;

    /// <inheritdoc/>
    public SelfCheckFinding Look(CancellationToken cancel)
    {
        if (sections.Count == 0) return SelfCheckFinding.Ok($"No part is wired; {PageIsPanel}.");
        var found = troubles();
        if (found.Count > 0)
            return SelfCheckFinding.Fail(string.Join(" ", found), $"Compare the section{(sections.Count > 1 ? "s" : "")} {Quoted} of appliance.yaml, or its wiring, with what 'gpioinfo' prints.");
        return SelfCheckFinding.Ok($"All parts of {string.Join(" and ", sections)} are there{(sections.Contains(Panel) ? "" : $"; {PageIsPanel}")}.");
    }

    private string Quoted => string.Join(" and ", sections.Select(section => $"'{section}'"));
}
