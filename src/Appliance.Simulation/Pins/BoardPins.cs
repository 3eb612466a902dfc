// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Debug;

namespace Appliance.Simulation.Pins;

/// <summary>The debug pins of one board as nets: who drives what, and what is seen.</summary>
internal sealed class BoardPins(SwjDp port, Violations violations)
{
    /// <summary>The host has released SWDIO.</summary>
    public const int Released = -1;

    private const int NotStuck = -1;
    private int _stuck = NotStuck;

    /// <summary>Whether a powered chip is on the pins.</summary>
    public bool Alive { get; set; } = true;

    /// <summary>Whether the chip's debug port is dead: it has power, and says nothing.</summary>
    public bool Sealed { get; set; }

    /// <summary>Ties SWDIO to a level; null frees it.</summary>
    public void Stick(int? level) => _stuck = level ?? NotStuck;

    /// <summary>The level of SWDIO.</summary>
    /// <param name="host">What the host drives: 0, 1 or <see cref="Released"/>, when the pull-up decides.</param>
    public int Level(int host)
    {
        if (_stuck != NotStuck)
            return _stuck;
        if (!port.Drives || Sealed)
            return host & 1;
        if (host == Released)
            return port.Output;
        violations.Add("host and target drive SWDIO at the same time");
        return host & port.Output;
    }

    /// <summary>Whether the target drives SWDIO: what reaches the line through a resistor gives way to it.</summary>
    public bool TargetDrives => port.Drives && !Sealed;

    /// <summary>TDO; pulled up where nobody drives it.</summary>
    public int TestDataOut => Alive && !Sealed ? port.TestDataOut : 1;

    /// <summary>SWCLK (TCK) rises with SWDIO (TMS) and TDI at a level.</summary>
    public void RisingEdge(int level, int testDataIn = 1)
    {
        if (Alive && !Sealed)
            port.RisingEdge(level, testDataIn);
    }

    /// <summary>TCK falls.</summary>
    public void FallingEdge()
    {
        if (Alive && !Sealed)
            port.FallingEdge();
    }

    /// <summary>nTRST is low.</summary>
    public void TestReset()
    {
        if (Alive)
            port.TestReset();
    }
}
