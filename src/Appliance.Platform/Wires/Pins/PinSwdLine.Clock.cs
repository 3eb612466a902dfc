// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Wires.Pins;

/// <summary>Cycles. Each costs the same stores whatever it carries, so that the clock is even and its speed is that of the calibration.
/// The loops are compiled in full from the first call on: one that became faster later would be too fast.</summary>
internal sealed partial class PinSwdLine<TBlock>
{
    /// <summary>Written in vain to let time pass between two edges; a loop without it might be removed.</summary>
    private int _idle;

    /// <inheritdoc/>
    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        var mine = _pins.Pins(lanes);
        foreach (var phase in phases)
        {
            Cycles += phase.Cycles;
            switch (phase.Kind)
            {
                case SwdPhaseKind.Drive:
                    var planes = drive[..phase.Cycles];
                    Turn(_pins.Lanes, _pins.Pins(planes[0]) & mine);
                    Drive(planes, mine);
                    drive = drive[phase.Cycles..];
                    break;
                case SwdPhaseKind.Sample:
                    Turn(_pins.Lanes & ~mine, 0);
                    Sample(sample[..phase.Cycles]);
                    sample = sample[phase.Cycles..];
                    break;
                default:
                    Turn(_pins.Lanes & ~mine, 0);
                    Float(_pins.Clock, phase.Cycles);
                    break;
            }
        }
    }

    /// <summary>Changes who drives. Releases first: nothing is driven from two sides.</summary>
    private void Turn(uint driven, uint high)
    {
        if (driven == _driven) return;
        var (released, taken) = (_driven & ~driven, driven & ~_driven);
        if (released != 0) _block.Release(released);
        var low = (driven & ~high) | _pins.ShiftersOf(released);
        high = (driven & high) | _pins.ShiftersOf(taken);
        if ((low | high) != 0) _block.Put(low, high);
        if (taken != 0) _block.Drive(taken);
        _driven = driven;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Drive(ReadOnlySpan<uint> planes, uint mine)
    {
        var (block, pins, spins) = (_block, _pins, _spins);
        uint clock = pins.Clock, lanes = pins.Lanes;
        foreach (var plane in planes)
        {
            var high = pins.Pins(plane) & mine;
            block.Put((lanes & ~high) | clock, high);
            Wait(spins);
            block.Raise(clock);
            Wait(spins);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sample(Span<uint> planes)
    {
        var (block, pins, spins) = (_block, _pins, _spins);
        var clock = pins.Clock;
        for (var i = 0; i < planes.Length; i++)
        {
            block.Put(clock, 0);
            Wait(spins);
            planes[i] = pins.Plane(block.Level());
            block.Raise(clock);
            Wait(spins);
        }
    }

    /// <summary>Cycles with the lanes left alone; without a clock bit they take as long and move nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Float(uint clock, int cycles)
    {
        var (block, spins) = (_block, _spins);
        for (var i = 0; i < cycles; i++)
        {
            block.Put(clock, 0);
            Wait(spins);
            block.Raise(clock);
            Wait(spins);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Wait(int spins)
    {
        for (; spins > 0; spins--) Volatile.Write(ref _idle, spins);
    }
}
