// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Pins;

/// <summary>The wire port over simulated boards. Its clock is virtual.</summary>
internal sealed class SimulatedSwdLine(SimulatedBoard board) : ISwdLine
{
    private readonly VirtualTime _time = board.Time;
    private readonly SimulatedChip[] _chips = [.. board.Chips];
    private readonly BoardPins[] _pins = [.. board.Chips.Select(chip => chip.Pins)];

    /// <inheritdoc/>
    public string Name => $"sim:{board.Target}";

    /// <inheritdoc/>
    public WireFeatures Features =>
        WireFeatures.Reset | WireFeatures.ResetSense | WireFeatures.SampleWhileDriving | WireFeatures.Simulated;

    /// <inheritdoc/>
    public int LaneCount => _pins.Length;

    /// <inheritdoc/>
    public long Cycles => _time.Cycles;

    /// <inheritdoc/>
    public TimeSpan Now => _time.Elapsed;

    /// <inheritdoc/>
    public int SetFrequency(int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hertz);
        return _time.SetFrequency(hertz);
    }

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _time.Advance(time);
        Settle();
    }

    /// <inheritdoc/>
    public void DriveReset(uint lanes)
    {
        Settle();
        for (var lane = 0; lane < _chips.Length; lane++)
            _chips[lane].ResetLine.PullByHost((lanes >> lane & 1) != 0);
    }

    /// <inheritdoc/>
    public uint SampleReset()
    {
        Settle();
        var plane = 0u;
        for (var lane = 0; lane < _chips.Length; lane++)
            plane |= _chips[lane].ResetLine.IsLow ? 1u << lane : 0;
        return plane;
    }

    /// <inheritdoc/>
    public uint SampleDriven(bool high) => Levels(high ? 1 : 0);

    /// <inheritdoc/>
    public uint SampleReleased() => Levels(BoardPins.Released);

    /// <inheritdoc/>
    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        var driven = 0;
        var sampled = 0;
        foreach (var phase in phases)
        {
            if (phase.Kind == SwdPhaseKind.Drive)
            {
                Drive(lanes, drive.Slice(driven, phase.Cycles));
                driven += phase.Cycles;
            }
            else if (phase.Kind == SwdPhaseKind.Sample)
            {
                Sample(lanes, sample.Slice(sampled, phase.Cycles));
                sampled += phase.Cycles;
            }
            else
            {
                Float(lanes, phase.Cycles);
            }
        }

        Settle();
    }

    /// <inheritdoc/>
    public void Dispose() => DriveReset(0);

    private void Drive(uint lanes, ReadOnlySpan<uint> planes)
    {
        foreach (var plane in planes)
        {
            _time.Tick();
            var levels = plane & lanes;
            for (var lane = 0; lane < _pins.Length; lane++)
                Rise(_pins[lane], (int)(levels >> lane & 1));
        }
    }

    private void Sample(uint lanes, Span<uint> planes)
    {
        for (var cycle = 0; cycle < planes.Length; cycle++)
        {
            _time.Tick();
            var plane = 0u;
            for (var lane = 0; lane < _pins.Length; lane++)
                plane |= (uint)Rise(_pins[lane], Host(lanes, lane)) << lane;
            planes[cycle] = plane;
        }
    }

    private void Float(uint lanes, int cycles)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            _time.Tick();
            for (var lane = 0; lane < _pins.Length; lane++)
                Rise(_pins[lane], Host(lanes, lane));
        }
    }

    private static int Rise(BoardPins pins, int host)
    {
        var level = pins.Level(host);
        pins.RisingEdge(level);
        return level;
    }

    private static int Host(uint lanes, int lane) => (lanes >> lane & 1) != 0 ? BoardPins.Released : 0;

    private uint Levels(int host)
    {
        var plane = 0u;
        for (var lane = 0; lane < _pins.Length; lane++)
            plane |= (uint)_pins[lane].Level(host) << lane;
        return plane;
    }

    private void Settle()
    {
        foreach (var chip in _chips)
            chip.Settle();
    }
}
