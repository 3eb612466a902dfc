// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Time;

/// <summary>Target time in picoseconds: moves by SWCLK (TCK) cycles and by delays, never by itself.</summary>
internal sealed class VirtualTime
{
    /// <summary>Picoseconds in a tick of <see cref="TimeSpan"/> (100 ns).</summary>
    public const long PerTick = 100_000;

    /// <summary>Picoseconds in a microsecond.</summary>
    public const long PerMicrosecond = 1_000_000;

    private const long PerSecond = 1_000_000_000_000;
    private const int SlowestHertz = 1;
    private const int FastestHertz = 50_000_000;

    private long _period = PerSecond / 1_000_000;

    /// <summary>Picoseconds since the start.</summary>
    public long Now { get; private set; }

    /// <summary>Clock cycles since the start.</summary>
    public long Cycles { get; private set; }

    /// <summary>The same as <see cref="Now"/>, cut to whole ticks.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Now / PerTick);

    /// <summary>Sets the clock period and returns the frequency used.</summary>
    public int SetFrequency(int hertz)
    {
        var used = Math.Clamp(hertz, SlowestHertz, FastestHertz);
        _period = PerSecond / used;
        return used;
    }

    /// <summary>One clock cycle passes.</summary>
    public void Tick()
    {
        Now += _period;
        Cycles++;
    }

    /// <summary>Time passes with the clock at rest.</summary>
    public void Advance(TimeSpan time) => Now += Math.Max(0, time.Ticks) * PerTick;
}
