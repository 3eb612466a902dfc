// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Time;

/// <summary>The busy times one chip has drawn since it was made, by kind: what no programmer could have been faster than.</summary>
public sealed class DrawnBusy
{
    private readonly long[] _sums = new long[Enum.GetValues<BusyKind>().Length];
    private readonly long[] _counts = new long[Enum.GetValues<BusyKind>().Length];

    /// <summary>Sum of the times drawn for one kind, cut to whole ticks (100 ns).</summary>
    public TimeSpan Sum(BusyKind kind) => TimeSpan.FromTicks(_sums[(int)kind] / VirtualTime.PerTick);

    /// <summary>How many times were drawn for one kind.</summary>
    public long Count(BusyKind kind) => _counts[(int)kind];

    /// <summary>Sum over all kinds.</summary>
    public TimeSpan Total => TimeSpan.FromTicks(_sums.Sum() / VirtualTime.PerTick);

    /// <summary>Forgets everything, for a measurement that begins now.</summary>
    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
    }

    internal void Add(BusyKind kind, long picoseconds)
    {
        _sums[(int)kind] += picoseconds;
        _counts[(int)kind]++;
    }
}

/// <summary>What keeps a flash controller busy.</summary>
public enum BusyKind
{
    /// <summary>Erase of all main flash (of one bank).</summary>
    MassErase,

    /// <summary>Erase of one page.</summary>
    PageErase,

    /// <summary>Program of one unit of main flash; a half-word in layout A.</summary>
    Program,

    /// <summary>Erase or program of option bytes.</summary>
    Options,

    /// <summary>Erase or program of a memory beside the chip.</summary>
    External,
}
