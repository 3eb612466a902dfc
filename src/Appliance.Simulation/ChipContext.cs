// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation;

/// <summary>What all parts of one chip share.</summary>
internal sealed class ChipContext(VirtualTime time, long seed)
{
    /// <summary>Target time, shared by all boards of a wire.</summary>
    public VirtualTime Time { get; } = time;

    /// <summary>What is going to happen in this chip.</summary>
    public Agenda Agenda { get; } = new(time);

    /// <summary>Everything random in this chip.</summary>
    public Dice Dice { get; } = new(seed);

    /// <summary>What the programmer did wrong.</summary>
    public Violations Violations { get; } = new();

    /// <summary>Busy times drawn.</summary>
    public DrawnBusy Busy { get; } = new();

    /// <summary>Whether every busy time is its maximum.</summary>
    public bool SlowSilicon { get; set; }

    /// <summary>Draws a busy time and notes it.</summary>
    public long Draw(BusyKind kind, BusyRange range)
    {
        var drawn = range.Draw(Dice, SlowSilicon);
        Busy.Add(kind, drawn);
        return drawn;
    }
}
