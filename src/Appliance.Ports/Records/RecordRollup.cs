// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Records;

/// <summary>Which sums to give.</summary>
/// <param name="Edges">Edges of the periods, rising: N + 1 of them make N periods, each from its edge (included) to the next one (excluded). Days and
/// shifts are the caller's to say, in its own time zone. Each is taken back to the quarter of an hour it lies in.</param>
/// <param name="Project">Only of this project.</param>
/// <param name="Simulated">Only simulated ones, or only those of production; null for both.</param>
public sealed record RollupQuery(IReadOnlyList<DateTimeOffset> Edges, string? Project = null, bool? Simulated = null);

/// <summary>How many records of one kind a period has.</summary>
/// <param name="Start">Edge the period begins at, as it was asked for.</param>
/// <param name="Project">Project name.</param>
/// <param name="Verdict">Verdict; RUNNING for those still open.</param>
/// <param name="Code">Error code, empty on PASS.</param>
/// <param name="Cause">Error cause, empty on PASS.</param>
/// <param name="Simulated">Not production.</param>
/// <param name="Count">How many.</param>
/// <param name="Milliseconds">Their durations, added up.</param>
public sealed record RecordRollup(
    DateTimeOffset Start, string Project, string Verdict, string Code, string Cause, bool Simulated, long Count, long Milliseconds);

/// <summary>Whose cycle times to give. Only jobs that passed count.</summary>
/// <param name="Project">Only of this project.</param>
/// <param name="Simulated">Only simulated ones, or only those of production; null for both.</param>
/// <param name="From">Started at or after, taken back to the beginning of the day in UTC.</param>
/// <param name="Until">Started before, taken on to the end of the day in UTC.</param>
public sealed record CycleTimeQuery(
    string? Project = null, bool? Simulated = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>A histogram of cycle times.</summary>
/// <param name="Buckets">Buckets that are not empty, rising.</param>
/// <param name="Count">Jobs in all.</param>
/// <param name="Milliseconds">Their durations, added up.</param>
/// <param name="PlannedMilliseconds">What their plans expected of flash work and read-back, added up.</param>
public sealed record CycleTimes(IReadOnlyList<CycleTimeBucket> Buckets, long Count, long Milliseconds, long PlannedMilliseconds)
{
    /// <summary>Puts a histogram together from counts by <see cref="CycleTimeBucket.Number"/>.</summary>
    public static CycleTimes Of(IEnumerable<(int Bucket, long Count)> counts, long milliseconds, long planned)
    {
        var buckets = counts.Where(c => c.Count > 0).GroupBy(c => c.Bucket).OrderBy(g => g.Key)
            .Select(g => new CycleTimeBucket(CycleTimeBucket.Floor(g.Key), CycleTimeBucket.Floor(g.Key + 1), g.Sum(c => c.Count))).ToList();
        return new CycleTimes(buckets, buckets.Sum(b => b.Count), milliseconds, planned);
    }
}

/// <summary>One bar of the histogram. Bars are 2.2 % wide (32 to an octave), so that a slow line and a fast one are drawn as finely.</summary>
/// <param name="FromMilliseconds">Shortest time in it.</param>
/// <param name="UntilMilliseconds">Shortest time not in it any more.</param>
/// <param name="Count">Jobs in it.</param>
public sealed record CycleTimeBucket(long FromMilliseconds, long UntilMilliseconds, long Count)
{
    private const double PerOctave = 32;

    /// <summary>Number of the bucket a time falls into, from 0.</summary>
    public static int Number(long milliseconds)
    {
        var number = (int)(PerOctave * Math.Log2(Math.Max(1, milliseconds)));
        return milliseconds >= Floor(number + 1) ? number + 1 : number;
    }

    /// <summary>Shortest time that falls into a bucket or one above it.</summary>
    public static long Floor(int number) => number <= 0 ? 0 : (long)Math.Ceiling(Math.Pow(2, number / PerOctave));
}
