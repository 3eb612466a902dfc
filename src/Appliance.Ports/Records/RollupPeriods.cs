// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Records;

/// <summary>Puts sums over quarters of an hour together into periods; the same arithmetic for every engine.</summary>
/// <param name="edges">See <see cref="RollupQuery.Edges"/>.</param>
public sealed class RollupPeriods(IReadOnlyList<DateTimeOffset> edges)
{
    private readonly long[] quarters = [.. edges.Select(RollupKey.Of)];
    private int last;

    /// <summary>Number of the period a quarter of an hour lies in, from 0; of periods that begin in the same quarter the last one.</summary>
    /// <param name="quarter">Fastest where quarters come in order.</param>
    /// <returns>Null outside of all periods.</returns>
    public int? Of(long quarter)
    {
        if (quarters.Length < 2 || quarter < quarters[0] || quarter >= quarters[^1])
        {
            return null;
        }

        if (quarter < quarters[last])
        {
            last = 0;
        }

        while (quarter >= quarters[last + 1])
        {
            last++;
        }

        return last;
    }

    /// <summary>Adds up what is of the same kind and period.</summary>
    /// <param name="sums">Kinds (their quarter says nothing) with the number of their period, in any order.</param>
    /// <returns>As <see cref="IRecordIndex.Rollups"/> gives them.</returns>
    public IReadOnlyList<RecordRollup> Put(IEnumerable<(RollupKey Kind, int Period, long Count, long Milliseconds)> sums) =>
    [
        .. sums.GroupBy(sum => sum.Kind with { Quarter = sum.Period })
            .Select(g => (g.Key, Count: g.Sum(s => s.Count), Milliseconds: g.Sum(s => s.Milliseconds))).Where(s => s.Count > 0)
            .OrderBy(s => s.Key.Quarter).ThenBy(s => s.Key.Project, StringComparer.Ordinal).ThenBy(s => s.Key.Verdict, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Cause, StringComparer.Ordinal).ThenBy(s => s.Key.Code, StringComparer.Ordinal).ThenBy(s => s.Key.Simulated)
            .Select(s => new RecordRollup(
                edges[(int)s.Key.Quarter], s.Key.Project, s.Key.Verdict, s.Key.Code, s.Key.Cause, s.Key.Simulated, s.Count, s.Milliseconds)),
    ];

    /// <summary>Puts sums of single quarters together.</summary>
    public IReadOnlyList<RecordRollup> Put(IEnumerable<(RollupKey Key, long Count, long Milliseconds)> sums) =>
        Put(sums.Select(sum => (sum.Key, Period: Of(sum.Key.Quarter), sum.Count, sum.Milliseconds)).Where(sum => sum.Period is not null)
            .Select(sum => (sum.Key, sum.Period!.Value, sum.Count, sum.Milliseconds)));
}
