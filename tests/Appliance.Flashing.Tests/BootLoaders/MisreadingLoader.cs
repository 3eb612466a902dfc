// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Ports.Wires;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.BootLoaders;

/// <summary>A boot loader whose reads of one address are spoilt in the order told, once <see cref="Spoil"/> was called.</summary>
internal sealed class MisreadingLoader(IBootLoader inner, uint address) : IBootLoader
{
    private readonly Queue<bool> _spoilt = new();

    public string Name => inner.Name;

    public WireFeatures Features => inner.Features;

    public ITargetClock Clock => inner.Clock;

    public int Repeats => inner.Repeats;

    /// <summary>True for each read to come that is spoilt; reads after the last are sound.</summary>
    public void Spoil(params IEnumerable<bool> reads)
    {
        foreach (var read in reads) _spoilt.Enqueue(read);
    }

    public BootLoaderFacts Connect(ChipDescription chip, TimeSpan limit, CancellationToken cancel) => inner.Connect(chip, limit, cancel);

    public void Read(uint from, Span<byte> destination, CancellationToken cancel)
    {
        inner.Read(from, destination, cancel);
        if (from <= address && address < from + destination.Length && _spoilt.TryDequeue(out var spoilt) && spoilt)
            destination[(int)(address - from)] ^= 0x10;
    }

    public void EraseAll(TimeSpan limit, CancellationToken cancel) => inner.EraseAll(limit, cancel);

    public void EraseSector(BootSector sector, TimeSpan limit, CancellationToken cancel) => inner.EraseSector(sector, limit, cancel);

    public void Write(uint at, ReadOnlySpan<byte> block, TimeSpan limit, CancellationToken cancel) => inner.Write(at, block, limit, cancel);

    public void Finish(TimeSpan limit, CancellationToken cancel) => inner.Finish(limit, cancel);

    public void Leave(uint at, CancellationToken cancel) => inner.Leave(at, cancel);

    public bool HoldInReset() => inner.HoldInReset();

    public void Dispose() => inner.Dispose();
}
