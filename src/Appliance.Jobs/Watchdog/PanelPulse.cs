// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel;

namespace Appliance.Jobs.Watchdog;

/// <summary>The panel's driver: it has looked at the PROG button since the last question, and no lamp is stuck in switching.</summary>
public sealed class PanelPulse(PanelDriver driver) : IVitalPart
{
    private long _seen = -1;

    /// <inheritdoc/>
    public string Name => "panel";

    /// <inheritdoc/>
    public string? Ask()
    {
        var looks = driver.Progress();
        var moved = looks != _seen;
        _seen = looks;
        return moved ? null : "The panel has not looked at the PROG button.";
    }
}
