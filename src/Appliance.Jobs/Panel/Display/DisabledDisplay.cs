// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Panel.Display;

/// <summary>No display is fitted. LEDs and page say the same.</summary>
public sealed class DisabledDisplay : IPanelDisplay
{
    /// <summary>Nothing.</summary>
    public PanelSize Size => default;

    /// <summary>Does nothing.</summary>
    public void Show(PanelFrame frame, bool anew)
    {
    }

    /// <summary>Does nothing.</summary>
    public void Dispose()
    {
    }
}
