// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Tests.Panel;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Tester;

/// <summary>A tester that moves START and writes down BUSY and OK over time.</summary>
internal sealed class FakeTester(ManualTime time) : ITesterLines
{
    public event Action? StartChanged;

    public List<(TimeSpan At, string Line, bool On)> Switches { get; } = [];

    public bool BusyBroken { get; set; }

    public bool OkBroken { get; set; }

    public bool StartActive { get; private set; }

    public bool Busy { get; private set; }

    public bool Ok { get; private set; }

    public void SetBusy(bool on)
    {
        if (BusyBroken) throw new PanelLinesException("BUSY cannot be switched");
        if (Busy != on) Switches.Add((time.Now, "BUSY", on));
        Busy = on;
    }

    public void SetOk(bool on)
    {
        if (OkBroken) throw new PanelLinesException("OK cannot be switched");
        if (Ok != on) Switches.Add((time.Now, "OK", on));
        Ok = on;
    }

    public void Move(bool active)
    {
        StartActive = active;
        StartChanged?.Invoke();
    }

    /// <summary>The line moves and the edge is lost.</summary>
    public void MoveUnseen(bool active) => StartActive = active;

    public void Pulse(int milliseconds)
    {
        Move(true);
        time.Advance(milliseconds);
        Move(false);
        time.Advance(10);
    }
}
