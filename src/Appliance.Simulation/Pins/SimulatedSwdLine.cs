// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Pins;

/// <summary>The wire port over simulated boards. Its clock is virtual.</summary>
internal sealed class SimulatedSwdLine(SimulatedBoard board) : ISwdLine
{
    private readonly VirtualTime _time = board.Time;
    private readonly PinDriver _driver = board.Driver;
    private readonly BoardPins[] _pins = [.. board.Chips.Select(chip => chip.Pins)];

    /// <inheritdoc/>
    public string Name => $"sim:{board.Target}";

    /// <inheritdoc/>
    public WireFeatures Features =>
        WireFeatures.Reset | WireFeatures.ResetSense | WireFeatures.SampleWhileDriving | board.Surroundings;

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
        _driver.Settle();
    }

    /// <inheritdoc/>
    public void DriveReset(uint lanes) => _driver.PullReset(lanes);

    /// <inheritdoc/>
    public uint SampleReset() => _driver.SampleReset();

    /// <inheritdoc/>
    public uint SampleDriven(bool high) => _driver.Levels(uint.MaxValue, high ? uint.MaxValue : 0);

    /// <inheritdoc/>
    public uint SampleReleased() => _driver.Levels(0, 0);

    /// <inheritdoc/>
    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        foreach (var phase in phases)
        {
            if (phase.Kind == SwdPhaseKind.Drive)
            {
                Drive(lanes, drive[..phase.Cycles]);
                drive = drive[phase.Cycles..];
            }
            else if (phase.Kind == SwdPhaseKind.Sample)
            {
                Sample(lanes, sample[..phase.Cycles]);
                sample = sample[phase.Cycles..];
            }
            else
            {
                Float(lanes, phase.Cycles);
            }
        }

        _driver.Settle();
    }

    /// <inheritdoc/>
    public void Dispose() => DriveReset(0);

    private void Drive(uint lanes, ReadOnlySpan<uint> planes)
    {
        foreach (var plane in planes)
        {
            if (Single)
                CycleSingle(lanes & plane & 1);
            else
                _driver.Cycle(uint.MaxValue, plane & lanes);
        }
    }

    private void Sample(uint lanes, Span<uint> planes)
    {
        for (var cycle = 0; cycle < planes.Length; cycle++)
            planes[cycle] = Released(lanes);
    }

    private void Float(uint lanes, int cycles)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
            Released(lanes);
    }

    /// <summary>The way of one lane nobody watches, which is the way of nearly every job.</summary>
    private bool Single => _pins.Length == 1 && _driver.Trace is null;

    private uint Released(uint lanes) => Single && (lanes & 1) != 0 ? CycleSingle(uint.MaxValue) : _driver.Cycle(~lanes, 0);

    private uint CycleSingle(uint host)
    {
        _time.Tick();
        var pins = _pins[0];
        var level = pins.Level((int)host);
        pins.RisingEdge(level);
        return (uint)level;
    }
}
