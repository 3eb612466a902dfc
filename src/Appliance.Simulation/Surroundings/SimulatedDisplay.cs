// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Simulation.Surroundings;

/// <summary>
/// A display that a program looks at and can unplug. One that was unplugged is dark when it comes back, and shows nothing until it was set up
/// anew, as a real one. Safe to use from several threads.
/// </summary>
/// <param name="size">Its size.</param>
public sealed class SimulatedDisplay(PanelSize size) : IPanelDisplay
{
    private readonly Lock _gate = new();
    private bool _plugged = true;
    private bool _setUp;
    private PanelFrame? _frame;

    /// <summary>Raised after another frame is shown, on the thread that showed it.</summary>
    public event Action<PanelFrame>? Shown;

    /// <inheritdoc/>
    public PanelSize Size => size;

    /// <summary>What can be seen; null while it is dark.</summary>
    public PanelFrame? Seen
    {
        get
        {
            lock (_gate) return _frame;
        }
    }

    /// <inheritdoc/>
    public void Show(PanelFrame frame, bool anew)
    {
        if (frame.Size != size) throw new ArgumentException($"The frame is {frame.Size}, the display {size}.", nameof(frame));
        lock (_gate)
        {
            if (!_plugged) throw new PanelDisplayException("The simulated display is unplugged.");
            _setUp |= anew;
            if (!_setUp) return;
            _frame = frame;
        }

        Shown?.Invoke(frame);
    }

    /// <summary>Pulls the plug.</summary>
    public void Unplug()
    {
        lock (_gate) (_plugged, _setUp, _frame) = (false, false, null);
    }

    /// <summary>Plugs it in again, dark.</summary>
    public void PlugIn()
    {
        lock (_gate) _plugged = true;
    }

    /// <summary>The display goes dark.</summary>
    public void Dispose()
    {
        lock (_gate) (_setUp, _frame) = (false, null);
    }
}
