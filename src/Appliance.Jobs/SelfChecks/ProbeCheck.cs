// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.SelfChecks;

/// <summary>The probe that is configured is there. It is not opened: that would reset boards that sit in the fixture.</summary>
/// <param name="look">Looks for it.</param>
public sealed class ProbeCheck(Func<SelfCheckFinding> look) : ISelfCheck
{
    /// <inheritdoc/>
    public string Name => "probe";

    /// <inheritdoc/>
    public bool MustHave => false;

    /// <inheritdoc/>
    public SelfCheckFinding Look(CancellationToken cancel) => look();
}
