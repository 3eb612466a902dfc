// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Simulation.Surroundings;

/// <summary>A panel whose button is pressed and whose lamps are looked at by a program. Safe to use from several threads.</summary>
public sealed class SimulatedPanel : IPanelLines
{
    private readonly Lock _gate = new();
    private readonly bool[] _levels = new bool[Enum.GetValues<PanelOutput>().Length];
    private readonly List<(PanelOutput Output, bool On)> _history = [];
    private volatile bool _pressed;

    /// <inheritdoc/>
    public event Action? ProgChanged;

    /// <summary>Raised after an output has changed its level, on the thread that changed it.</summary>
    public event Action<PanelOutput, bool>? OutputChanged;

    /// <inheritdoc/>
    public bool ProgPressed => _pressed;

    /// <summary>Every change of an output, in order.</summary>
    public IReadOnlyList<(PanelOutput Output, bool On)> History
    {
        get
        {
            lock (_gate)
                return _history.ToArray();
        }
    }

    /// <inheritdoc/>
    public void Set(PanelOutput output, bool on)
    {
        lock (_gate)
        {
            if (_levels[(int)output] == on)
                return;
            _levels[(int)output] = on;
            _history.Add((output, on));
        }

        OutputChanged?.Invoke(output, on);
    }

    /// <summary>Whether an output is on.</summary>
    public bool IsOn(PanelOutput output)
    {
        lock (_gate)
            return _levels[(int)output];
    }

    /// <summary>PROG goes down.</summary>
    public void Press() => Move(true);

    /// <summary>PROG comes up.</summary>
    public void Release() => Move(false);

    private void Move(bool pressed)
    {
        _pressed = pressed;
        ProgChanged?.Invoke();
    }
}
