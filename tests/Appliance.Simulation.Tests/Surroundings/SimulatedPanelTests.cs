// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Panel;
using Appliance.Simulation.Surroundings;

namespace Appliance.Simulation.Tests.Surroundings;

public class SimulatedPanelTests
{
    [Fact]
    public void Press_AndRelease_AreSeenAndTold()
    {
        var panel = new SimulatedPanel();
        var told = new List<bool>();
        panel.ProgChanged += () => told.Add(panel.ProgPressed);
        panel.Press();
        panel.Release();
        Assert.Equal([true, false], told);
    }

    [Fact]
    public void Set_KeepsLevelsAndTheirHistory()
    {
        var panel = new SimulatedPanel();
        panel.Set(PanelOutput.Busy, true);
        panel.Set(PanelOutput.Busy, true);
        panel.Set(PanelOutput.Busy, false);
        Assert.False(panel.IsOn(PanelOutput.Busy));
        Assert.Equal([(PanelOutput.Busy, true), (PanelOutput.Busy, false)], panel.History);
    }
}
