// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel;

/// <summary>No panel is fitted: nothing lights up and nobody presses. The page and the console still work.</summary>
public sealed class DisabledPanel : IPanelLines
{
    /// <summary>Never raised.</summary>
    public event Action? ProgChanged
    {
        add { }
        remove { }
    }

    /// <summary>Never.</summary>
    public bool ProgPressed => false;

    /// <summary>Does nothing: there is no lamp.</summary>
    public void Set(PanelOutput output, bool on)
    {
    }
}
