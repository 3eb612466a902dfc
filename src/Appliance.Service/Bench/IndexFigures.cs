// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Ports.Files;
using Appliance.Ports.Records;

namespace Appliance.Service.Bench;

/// <summary>Figures of one index engine.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="RebuildPerSecond">Records a second when it is built anew from the journal.</param>
/// <param name="RebuildCpuMicroseconds">Processor time of that for each record, on all threads; what another load on the machine does not change.</param>
/// <param name="PageMedianMilliseconds">A page of 50 rows by filters people use, median.</param>
/// <param name="PageP99Milliseconds">The same, 99th percentile.</param>
/// <param name="YieldMilliseconds">Sums of a month in three shifts, of a year by day, and a histogram of cycle times, together.</param>
/// <param name="YieldCpuMilliseconds">Processor time of that.</param>
/// <param name="BytesPerRecord">Bytes of its files for each record.</param>
/// <param name="WorkingSetMegabytes">Memory of this process when all of that was done.</param>
internal sealed record IndexFigures(
    string Engine, double RebuildPerSecond, double RebuildCpuMicroseconds, double PageMedianMilliseconds, double PageP99Milliseconds, double YieldMilliseconds, double YieldCpuMilliseconds, double BytesPerRecord,
    double WorkingSetMegabytes)
{
    /// <summary>Bytes given to the disk for each record while boards are made and the page asks after each, besides those of the journal.</summary>
    public double? WrittenPerRecord { get; init; }

    private const int Pages = 400;
    private const int PageRows = 50;

    /// <summary>Builds the index and asks it.</summary>
    public static IndexFigures Measure(string name, IDurableFolder journal, RecordIndexSource source, int records, string folder)
    {
        GC.Collect();
        using var indexer = new RecordIndexer(journal, source);
        var (rebuild, rebuildCpu) = Figures.WithCpu(() => indexer.CatchUp());
        var index = indexer.Index!;
        var pages = Enumerable.Range(0, Pages).Select(page => Figures.Seconds(() => Page(index, page, records))).ToList();
        Yield(index);
        var (yield, yieldCpu) = Figures.WithCpu(() => Yield(index));
        var bytes = Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
        return new IndexFigures(
            name, records / rebuild, rebuildCpu * 1e6 / records, Figures.Median(pages) * 1000, Figures.Percentile(pages, 99) * 1000, yield * 1000, yieldCpu * 1000, bytes / (double)records,
            Environment.WorkingSet / 1e6);
    }

    private static void Page(IRecordIndex index, int page, int records)
    {
        var random = new Random(page);
        var day = RecordMill.Begin.AddDays(random.Next(300));
        RecordFilter[] filters =
        [
            new(),
            new(Verdict: "FAIL"),
            new(Project: RecordMill.Project(random.Next(4)), Verdict: "FAIL"),
            new(Project: RecordMill.Project(random.Next(4)), Cause: "no-target"),
            new(Cause: "verify-mismatch", Simulated: false),
            new(Project: RecordMill.Project(random.Next(4)), From: day, Until: day.AddDays(1)),
            new(Verdict: "FAIL", From: day, Until: day.AddDays(30)),
            new(UniqueId: RecordMill.UniqueId(random.Next(records))),
            new(Serial: RecordMill.Serial(random.Next(records))),
        ];
        var filter = filters[page % filters.Length];
        var before = page % 2 == 0 ? (long?)null : random.NextInt64(records * 10L);
        _ = index.Query(filter with { Before = before }, 0, PageRows);
    }

    private static void Yield(IRecordIndex index)
    {
        var end = RecordMill.Begin.AddDays(200);
        _ = index.Rollups(new RollupQuery([.. Enumerable.Range(0, (30 * 3) + 1).Select(shift => end.AddHours(shift * 8))], Simulated: false));
        _ = index.Rollups(new RollupQuery([.. Enumerable.Range(0, 367).Select(day => RecordMill.Begin.AddDays(day))]));
        _ = index.CycleTimes(new CycleTimeQuery(RecordMill.Project(0)));
    }
}
