// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.SelfChecks;

/// <summary>The parts of the panel that are named in the settings are there.</summary>
/// <param name="wired">Whether any part is named.</param>
/// <param name="troubles">A sentence for each part that cannot be had.</param>
public sealed class PanelCheck(bool wired, Func<IReadOnlyList<string>> troubles) : ISelfCheck
{
    /// <inheritdoc/>
    public string Name => "panel";

    /// <inheritdoc/>
    public bool MustHave => false;

    /// <inheritdoc/>
    public SelfCheckFinding Look(CancellationToken cancel)
    {
        if (!wired) return SelfCheckFinding.Ok("No part is wired; the page is the panel.");
        var found = troubles();
        return found.Count == 0
            ? SelfCheckFinding.Ok("All its parts are there.")
            : SelfCheckFinding.Fail(string.Join(" ", found), "Compare the section 'panel' of appliance.yaml with what 'gpioinfo' prints.");
    }
}
