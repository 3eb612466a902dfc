// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Records;

/// <summary>What one sum is over. Quarters of an hour, since every time zone and every shift begins at one.</summary>
/// <param name="Quarter">Quarters of an hour since 1970 in UTC, see <see cref="Of(DateTimeOffset)"/>.</param>
/// <param name="Project">Project name.</param>
/// <param name="Verdict">Verdict.</param>
/// <param name="Code">Error code.</param>
/// <param name="Cause">Error cause.</param>
/// <param name="Simulated">Not production.</param>
public sealed record RollupKey(long Quarter, string Project, string Verdict, string Code, string Cause, bool Simulated)
{
    /// <summary>Quarters of an hour in a day.</summary>
    private const int QuartersOfADay = 96;

    private const long Seconds = 900;

    /// <summary>The quarter of an hour a time lies in.</summary>
    public static long Of(DateTimeOffset time) => (long)Math.Floor(time.ToUnixTimeSeconds() / (double)Seconds);

    /// <summary>Days since 1970 in UTC of the day a time lies in.</summary>
    public static long DayOf(DateTimeOffset time) => (long)Math.Floor(time.ToUnixTimeSeconds() / (double)(Seconds * QuartersOfADay));

    /// <summary>Whether a quarter of an hour begins at a time.</summary>
    public static bool IsEdge(DateTimeOffset time) => time.UtcTicks % (Seconds * TimeSpan.TicksPerSecond) == 0;
}

/// <summary>What a change adds to a sum; negative where it takes away.</summary>
/// <param name="Count">Records.</param>
/// <param name="Milliseconds">Their durations.</param>
/// <param name="First">Lowest sequence among them.</param>
/// <param name="Last">Highest sequence among them.</param>
public sealed record RollupAmount(long Count, long Milliseconds, long First, long Last);

/// <summary>What one bar of the cycle times is over.</summary>
/// <param name="Day">Days since 1970 in UTC.</param>
/// <param name="Project">Project name.</param>
/// <param name="Simulated">Not production.</param>
/// <param name="Bucket">See <see cref="CycleTimeBucket.Number"/>.</param>
public sealed record CycleTimeKey(long Day, string Project, bool Simulated, int Bucket);

/// <summary>What a change adds to a bar.</summary>
/// <param name="Count">Jobs.</param>
/// <param name="Milliseconds">Their durations.</param>
/// <param name="Planned">What their plans expected.</param>
public sealed record CycleTimeAmount(long Count, long Milliseconds, long Planned);

/// <summary>What rows that come and go change in the sums an index keeps; the same arithmetic for every engine.</summary>
public sealed class RollupChanges
{
    private const string Passed = "PASS";

    private readonly Dictionary<RollupKey, RollupAmount> rollups = [];
    private readonly Dictionary<CycleTimeKey, CycleTimeAmount> times = [];

    /// <summary>Changes of the sums.</summary>
    public IReadOnlyDictionary<RollupKey, RollupAmount> Rollups => rollups;

    /// <summary>Changes of the bars.</summary>
    public IReadOnlyDictionary<CycleTimeKey, CycleTimeAmount> Times => times;

    /// <summary>A row comes.</summary>
    public void Add(RecordRow row) => Count(row, 1);

    /// <summary>A row goes, or is replaced.</summary>
    public void Remove(RecordRow row) => Count(row, -1);

    private void Count(RecordRow row, int sign)
    {
        var key = new RollupKey(RollupKey.Of(row.StartedUtc), row.Project, row.Verdict, row.Code, row.Cause, row.Simulated);
        rollups[key] = rollups.TryGetValue(key, out var sum)
            ? new RollupAmount(
                sum.Count + sign, sum.Milliseconds + (sign * row.Milliseconds), Math.Min(sum.First, row.Sequence), Math.Max(sum.Last, row.Sequence))
            : new RollupAmount(sign, sign * row.Milliseconds, row.Sequence, row.Sequence);
        if (row.Verdict != Passed)
        {
            return;
        }

        var bar = new CycleTimeKey(RollupKey.DayOf(row.StartedUtc), row.Project, row.Simulated, CycleTimeBucket.Number(row.Milliseconds));
        var before = times.GetValueOrDefault(bar) ?? new CycleTimeAmount(0, 0, 0);
        times[bar] = new CycleTimeAmount(
            before.Count + sign, before.Milliseconds + (sign * row.Milliseconds), before.Planned + (sign * row.PlannedMilliseconds));
    }
}
