// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Wires;

/// <summary>
/// A wire that does the stores and loads of a memory-mapped GPIO block (SET, CLR and LEVEL words as on a BCM2711) on plain memory: it
/// shows what the engine costs on the CPU. SWCLK is bit 0, lane n is bit n + 1. LEVEL is a ring of words that plays the same good answer
/// on every lane.
/// </summary>
public sealed class StoreLoadLine : ISwdLine
{
    private const int Set = 0, Clear = 16, Direction = 32, Level = 64;
    private const uint Clock0 = 1;
    private readonly uint[] _block = new uint[128];
    private readonly long _opened = TimeProvider.System.GetTimestamp();

    /// <summary>Makes a wire of some lanes, at most 31.</summary>
    public StoreLoadLine(int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lanes, 31);
        LaneCount = lanes;
        // ACK OK is 1, 0, 0. A data phase sampled by itself starts at the ring's begin: 0x00000001 with its parity at 32. Sampled together
        // with the acknowledge it starts at 3: 0xA0000000 with parity 0, which as CTRL/STAT says that both power domains are up.
        _block[Level] = _block[Level + 32] = _block[Level + 34] = uint.MaxValue;
    }

    /// <inheritdoc/>
    public string Name => "store-load";

    /// <inheritdoc/>
    public WireFeatures Features => WireFeatures.Simulated;

    /// <inheritdoc/>
    public int LaneCount { get; }

    /// <inheritdoc/>
    public long Cycles { get; private set; }

    /// <inheritdoc/>
    public TimeSpan Now => TimeProvider.System.GetElapsedTime(_opened);

    /// <inheritdoc/>
    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        uint all = ((1u << LaneCount) - 1) << 1;
        foreach (SwdPhase phase in phases)
        {
            Cycles += phase.Cycles;
            Volatile.Write(ref At(Direction), phase.Kind == SwdPhaseKind.Drive ? all : all & ~(lanes << 1));
            switch (phase.Kind)
            {
                case SwdPhaseKind.Drive:
                    Drive(drive[..phase.Cycles], all);
                    drive = drive[phase.Cycles..];
                    break;
                case SwdPhaseKind.Sample:
                    Sample(sample[..phase.Cycles]);
                    sample = sample[phase.Cycles..];
                    break;
                default:
                    Float(phase.Cycles);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel)
    {
        for (TimeSpan end = Now + time; Now < end;) cancel.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public int SetFrequency(int hertz) => 0;

    /// <inheritdoc/>
    public void DriveReset(uint lanes) => throw new WireException(Name, "no nRESET");

    /// <inheritdoc/>
    public uint SampleReset() => throw new WireException(Name, "no nRESET");

    /// <inheritdoc/>
    public uint SampleDriven(bool high) => throw new WireException(Name, "plain memory does not read back");

    /// <inheritdoc/>
    public uint SampleReleased() => Volatile.Read(ref At(Level)) >> 1;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ref uint At(int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_block), index);

    private void Drive(ReadOnlySpan<uint> planes, uint all)
    {
        ref uint set = ref At(Set), clear = ref At(Clear);
        foreach (uint plane in planes)
        {
            uint high = plane << 1;
            Volatile.Write(ref clear, (~high & all) | Clock0);
            Volatile.Write(ref set, high);
            Volatile.Write(ref set, Clock0);
        }
    }

    private void Sample(Span<uint> planes)
    {
        ref uint set = ref At(Set), clear = ref At(Clear), level = ref At(Level);
        for (int i = 0; i < planes.Length; i++)
        {
            Volatile.Write(ref clear, Clock0);
            planes[i] = Volatile.Read(ref Unsafe.Add(ref level, i & 63)) >> 1;
            Volatile.Write(ref set, Clock0);
        }
    }

    private void Float(int cycles)
    {
        ref uint set = ref At(Set), clear = ref At(Clear);
        for (int i = 0; i < cycles; i++)
        {
            Volatile.Write(ref clear, Clock0);
            Volatile.Write(ref set, Clock0);
        }
    }
}
