// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Records;
using LiteDB;

namespace Appliance.Adapters.LiteDb;

/// <summary>
/// The sums of a day, packed into one document: LiteDB takes some microseconds for a document, whatever is in it, and a year has 35,000 quarters of an
/// hour of several kinds each. Numbers are written seven bits a byte; an entry has its parts in the order of its record.
/// </summary>
internal sealed class LiteDbDays
{
    private const string Quarters = "quarters";
    private const string Times = "times";
    private const string Data = "data";
    private const long QuartersOfADay = 96;

    private readonly LiteDatabase database;
    private readonly LiteDbKinds kinds;

    /// <summary>Lowest and highest sequence of each day.</summary>
    private readonly SortedDictionary<long, (long First, long Last)> ranges = [];

    public LiteDbDays(LiteDatabase database, LiteDbKinds kinds)
    {
        (this.database, this.kinds) = (database, kinds);
        Reload();
    }

    /// <summary>Begins with what the file has.</summary>
    public void Reload()
    {
        ranges.Clear();
        foreach (var day in database.GetCollection(Quarters).FindAll())
        {
            Note(day["_id"].AsInt64, Unpack(day).Select(sum => new Quarter(sum)));
        }
    }

    /// <summary>Adds changes to the sums and to the counts of the kinds, within the caller's transaction.</summary>
    public void Apply(RollupChanges changes)
    {
        foreach (var kind in changes.Rollups.GroupBy(change => kinds.Of(change.Key)))
        {
            kinds.Count(kind.Key, kind.Sum(change => change.Value.Count));
        }

        foreach (var day in changes.Rollups.GroupBy(change => DayOf(change.Key.Quarter)))
        {
            var sums = Load(Quarters, day.Key).Select(sum => new Quarter(sum)).ToDictionary(sum => (sum.OfDay, sum.Kind));
            foreach (var (key, more) in day)
            {
                var at = (key.Quarter - (day.Key * QuartersOfADay), (long)kinds.Of(key).Number);
                sums[at] = sums.TryGetValue(at, out var sum)
                    ? sum with
                    {
                        Count = sum.Count + more.Count, Milliseconds = sum.Milliseconds + more.Milliseconds, First = Math.Min(sum.First, more.First),
                        Last = Math.Max(sum.Last, more.Last),
                    }
                    : new Quarter(at.Item1, at.Item2, more.Count, more.Milliseconds, more.First, more.Last);
            }

            Note(day.Key, sums.Values);
            Save(Quarters, day.Key, sums.Values.OrderBy(sum => sum.OfDay).ThenBy(sum => sum.Kind).Select(sum => sum.Numbers));
        }

        foreach (var day in changes.Times.GroupBy(change => change.Key.Day))
        {
            var bars = Load(Times, day.Key).Select(bar => new Bar(bar)).ToDictionary(bar => (bar.Kind, bar.Bucket));
            foreach (var (key, more) in day)
            {
                var at = ((long)kinds.OfTimes(key).Number, (long)key.Bucket);
                var bar = bars.GetValueOrDefault(at) ?? new Bar(at.Item1, at.Item2, 0, 0, 0);
                bars[at] = bar with { Count = bar.Count + more.Count, Milliseconds = bar.Milliseconds + more.Milliseconds, Planned = bar.Planned + more.Planned };
            }

            Save(Times, day.Key, bars.Values.Select(bar => bar.Numbers));
        }
    }

    /// <summary>Forgets all, within the caller's transaction.</summary>
    public void Clear()
    {
        _ = database.GetCollection(Quarters).DeleteAll();
        _ = database.GetCollection(Times).DeleteAll();
        ranges.Clear();
    }

    /// <summary>A range of sequences that holds every row begun in a range of time: rows are looked for by sequence, and clocks mostly run forward.</summary>
    public (long First, long Last) Narrow(DateTimeOffset? from, DateTimeOffset? until)
    {
        if (from is null && until is null)
        {
            return (long.MinValue, long.MaxValue);
        }

        var (first, last) = (from is { } begin ? RollupKey.DayOf(begin) : long.MinValue, until is { } end ? RollupKey.DayOf(end) : long.MaxValue);
        var days = ranges.Where(day => day.Key >= first && day.Key <= last).Select(day => day.Value).ToList();
        return days.Count == 0 ? (0, -1) : (days.Min(day => day.First), days.Max(day => day.Last));
    }

    /// <summary>Records of some kinds begun in whole quarters of an hour.</summary>
    public long Count(IReadOnlySet<int> wanted, DateTimeOffset? from, DateTimeOffset? until)
    {
        var (first, end) = (from is { } begin ? RollupKey.Of(begin) : long.MinValue, until is { } stop ? RollupKey.Of(stop) : long.MaxValue);
        return Between(Quarters, DayOf(first), DayOf(end)).Sum(
            day => day.Sums.Select(sum => new Quarter(sum)).Where(sum => wanted.Contains((int)sum.Kind) && In(day.Day, sum)).Sum(sum => sum.Count));

        bool In(long day, Quarter sum) => (day * QuartersOfADay) + sum.OfDay is var quarter && quarter >= first && quarter < end;
    }

    public IReadOnlyList<RecordRollup> Ask(RollupQuery query)
    {
        if (query.Edges.Count < 2)
        {
            return [];
        }

        var wanted = kinds.All.Where(kind => kind.Is(query.Project, query.Simulated)).ToDictionary(kind => (long)kind.Number);
        var periods = new RollupPeriods(query.Edges);
        var sums = new Dictionary<(int Period, long Kind), (long Count, long Milliseconds)>();
        foreach (var (day, packed) in Between(Quarters, RollupKey.DayOf(query.Edges[0]), RollupKey.DayOf(query.Edges[^1])))
        {
            foreach (var sum in packed.Select(numbers => new Quarter(numbers)))
            {
                if (periods.Of((day * QuartersOfADay) + sum.OfDay) is { } period && wanted.ContainsKey(sum.Kind))
                {
                    var (count, milliseconds) = sums.GetValueOrDefault((period, sum.Kind));
                    sums[(period, sum.Kind)] = (count + sum.Count, milliseconds + sum.Milliseconds);
                }
            }
        }

        return periods.Put(sums.Select(sum => (wanted[sum.Key.Kind].Key, sum.Key.Period, sum.Value.Count, sum.Value.Milliseconds)));
    }

    public CycleTimes Ask(CycleTimeQuery query)
    {
        var wanted = kinds.All.Where(kind => kind.Is(query.Project, query.Simulated)).Select(kind => (long)kind.Number).ToHashSet();
        var from = query.From is { } begin ? RollupKey.DayOf(begin) : long.MinValue;
        var until = query.Until is { } end ? RollupKey.DayOf(end.AddTicks(-1)) : long.MaxValue;
        var bars = Between(Times, from, until).SelectMany(day => day.Sums).Select(numbers => new Bar(numbers)).Where(bar => wanted.Contains(bar.Kind)).ToList();
        return CycleTimes.Of(bars.Select(bar => ((int)bar.Bucket, bar.Count)), bars.Sum(bar => bar.Milliseconds), bars.Sum(bar => bar.Planned));
    }

    private static long DayOf(long quarter) => quarter / QuartersOfADay;

    private void Note(long day, IEnumerable<Quarter> sums)
    {
        foreach (var sum in sums)
        {
            ranges[day] = ranges.TryGetValue(day, out var range) ? (Math.Min(range.First, sum.First), Math.Max(range.Last, sum.Last)) : (sum.First, sum.Last);
        }
    }

    private IEnumerable<(long Day, IEnumerable<long[]> Sums)> Between(string what, long first, long last) =>
        database.GetCollection(what).Find(Query.Between("_id", first, last)).Select(day => (day["_id"].AsInt64, Unpack(day)));

    private IEnumerable<long[]> Load(string what, long day) => database.GetCollection(what).FindById(day) is { } found ? Unpack(found) : [];

    private void Save(string what, long day, IEnumerable<long[]> entries)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (var number in entries.SelectMany(numbers => numbers.Prepend(numbers.Length)))
        {
            writer.Write7BitEncodedInt64(number);
        }

        writer.Flush();
        _ = database.GetCollection(what).Upsert(new BsonDocument { ["_id"] = day, [Data] = bytes.ToArray() });
    }

    private static IEnumerable<long[]> Unpack(BsonDocument day)
    {
        using var bytes = new MemoryStream(day[Data].AsBinary);
        using var reader = new BinaryReader(bytes);
        while (bytes.Position < bytes.Length)
        {
            var numbers = new long[reader.Read7BitEncodedInt64()];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = reader.Read7BitEncodedInt64();
            }

            yield return numbers;
        }
    }

    /// <summary>A sum over a quarter of an hour and a kind.</summary>
    private sealed record Quarter(long OfDay, long Kind, long Count, long Milliseconds, long First, long Last)
    {
        public Quarter(long[] numbers)
            : this(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[4] + numbers[5])
        {
        }

        public long[] Numbers => [OfDay, Kind, Count, Milliseconds, First, Last - First];
    }

    /// <summary>One bar of the cycle times of a day.</summary>
    private sealed record Bar(long Kind, long Bucket, long Count, long Milliseconds, long Planned)
    {
        public Bar(long[] numbers)
            : this(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
        {
        }

        public long[] Numbers => [Kind, Bucket, Count, Milliseconds, Planned];
    }
}
