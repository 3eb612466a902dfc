// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Pins;

/// <summary>Moves the pins of all boards of a fixture by one clock cycle, with somebody writing it down where that is wanted.</summary>
internal sealed class PinDriver(VirtualTime time, IReadOnlyList<SimulatedChip> chips)
{
    private readonly BoardPins[] _pins = [.. chips.Select(chip => chip.Pins)];

    /// <summary>Who writes down the levels; null for nobody.</summary>
    public IPinTrace? Trace { get; set; }

    /// <summary>Gives one cycle.</summary>
    /// <param name="driven">Lanes the host drives; the others are released.</param>
    /// <param name="levels">What it drives.</param>
    /// <param name="testDataIn">TDI, the same on all lanes.</param>
    /// <returns>The levels seen just before the clock rose.</returns>
    public uint Cycle(uint driven, uint levels, int testDataIn = 1)
    {
        var start = time.Now;
        time.Tick();
        var plane = 0u;
        for (var lane = 0; lane < _pins.Length; lane++)
        {
            var pins = _pins[lane];
            var host = Host(driven, levels, lane);
            var level = pins.Level(host);
            pins.FallingEdge();
            var testData = testDataIn | (pins.TestDataOut << 1);
            pins.RisingEdge(level, testDataIn);
            plane |= (uint)level << lane;
            Trace?.Cycle(start, time.Now - start, lane, level, Settled(pins, host), testData);
        }

        return plane;
    }

    /// <summary>TCK falls on lane 0, and TDO moves.</summary>
    public void FallingEdge() => _pins[0].FallingEdge();

    /// <summary>TDO of lane 0.</summary>
    public int TestDataOut => _pins[0].TestDataOut;

    /// <summary>Whether the target of lane 0 drives SWDIO.</summary>
    public bool TargetDrives => _pins[0].TargetDrives;

    /// <summary>nTRST of lane 0 is low.</summary>
    public void TestReset() => _pins[0].TestReset();

    /// <summary>The levels with the clock at rest.</summary>
    public uint Levels(uint driven, uint levels)
    {
        var plane = 0u;
        for (var lane = 0; lane < _pins.Length; lane++)
            plane |= (uint)_pins[lane].Level(Host(driven, levels, lane)) << lane;
        return plane;
    }

    /// <summary>Pulls nRESET of some lanes low and releases that of all others.</summary>
    public void PullReset(uint lanes)
    {
        CatchUp();
        for (var lane = 0; lane < chips.Count; lane++)
            chips[lane].ResetLine.PullByHost((lanes >> lane & 1) != 0);
    }

    /// <summary>Lanes whose nRESET is low.</summary>
    public uint SampleReset()
    {
        CatchUp();
        var plane = 0u;
        for (var lane = 0; lane < chips.Count; lane++)
            plane |= chips[lane].ResetLine.SeenLow ? 1u << lane : 0;
        return plane;
    }

    /// <summary>Lets everything happen that is due.</summary>
    public void Settle()
    {
        foreach (var chip in chips)
            chip.Settle();
    }

    /// <summary>As <see cref="Settle"/>, and cores that execute code come up to now as well.</summary>
    private void CatchUp()
    {
        foreach (var chip in chips)
            chip.CatchUp();
    }

    /// <summary>What is on the net right after the edge; a host that drives is not contradicted by a target that begins to.</summary>
    private static int Settled(BoardPins pins, int host) => host == BoardPins.Released ? pins.Level(host) : host & 1;

    private static int Host(uint driven, uint levels, int lane) =>
        (driven >> lane & 1) != 0 ? (int)(levels >> lane & 1) : BoardPins.Released;
}
