// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Time;

/// <summary>Random numbers that depend on the seed alone, on every machine and runtime: SplitMix64 (Steele, Lea, Flood 2014).</summary>
internal sealed class Dice(long seed)
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        var mixed = _state;
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public long Between(long low, long high) => low + (long)(Next() % (ulong)(high - low + 1));
}
