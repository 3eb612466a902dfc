// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Panel;

/// <summary>A panel that notes the level of every line over time.</summary>
internal sealed class FakePanel(ManualTime time) : IPanelLines
{
    private readonly Dictionary<PanelOutput, bool> _levels = [];

    public event Action? ProgChanged;

    public List<(TimeSpan At, PanelOutput Output, bool On)> Switches { get; } = [];

    public HashSet<PanelOutput> Broken { get; } = [];

    public bool ProgPressed { get; private set; }

    public bool this[PanelOutput output] => _levels[output];

    public bool IsKnown(PanelOutput output) => _levels.ContainsKey(output);

    public void Set(PanelOutput output, bool on)
    {
        if (Broken.Contains(output))
            throw new PanelLinesException($"{output} cannot be switched");
        _levels[output] = on;
        Switches.Add((time.Now, output, on));
    }

    /// <summary>The button moves, and the edge is seen.</summary>
    public void Prog(bool pressed)
    {
        ProgPressed = pressed;
        ProgChanged?.Invoke();
    }

    /// <summary>The button moves, and the edge is lost.</summary>
    public void ProgUnseen(bool pressed) => ProgPressed = pressed;
}
