// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Pins;

/// <summary>The pins of a fixture for a host that is a set of GPIO pins: each change of what the host drives is told, at the moment it happens.</summary>
public sealed class FixturePins
{
    private readonly PinDriver _driver;
    private readonly VirtualTime _time;
    private bool _clock;
    private uint _driven;
    private uint _levels;

    internal FixturePins(SimulatedBoard board) => (_driver, _time) = (board.Driver, board.Time);

    /// <summary>Target time.</summary>
    public TimeSpan Now => _time.Elapsed;

    /// <summary>The level of each lane's SWDIO as seen now. A line that host and target drive at once is a violation of the chip.</summary>
    public uint Levels => _driver.Levels(_driven, _levels);

    /// <summary>Lanes whose nRESET is low, whoever pulls it.</summary>
    public uint ResetLow => _driver.SampleReset();

    /// <summary>The host drives this from now on. A rising SWCLK is a clock cycle with what was driven before it.</summary>
    /// <param name="clock">SWCLK.</param>
    /// <param name="driven">Lanes whose SWDIO the host drives.</param>
    /// <param name="levels">What it drives.</param>
    public void Apply(bool clock, uint driven, uint levels)
    {
        (_driven, _levels) = (driven, levels);
        if (clock && !_clock) _driver.Cycle(driven, levels);
        _clock = clock;
        _ = Levels;
        _driver.Settle();
    }

    /// <summary>The host pulls nRESET of some lanes low.</summary>
    public void PullReset(uint lanes) => _driver.PullReset(lanes);

    /// <summary>Target time passes with the pins at rest.</summary>
    public void Advance(TimeSpan time)
    {
        _time.Advance(time);
        _driver.Settle();
    }
}
