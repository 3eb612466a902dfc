// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Settings;

/// <summary>When shifts begin, in local time. The last one of a day ends when the first one of the next day begins.</summary>
/// <param name="Starts">Rising, at least one, in steps of <see cref="Step"/>.</param>
public sealed record ShiftTimes(IReadOnlyList<TimeOnly> Starts)
{
    /// <summary>Records are counted by the quarter of an hour.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <summary>Most shifts of a day.</summary>
    public const int Most = 8;

    /// <summary>Early, late, night.</summary>
    public static ShiftTimes Default { get; } = new([new TimeOnly(6, 0), new TimeOnly(14, 0), new TimeOnly(22, 0)]);

    /// <summary>
    /// The beginnings of all shifts from the one that holds <paramref name="from"/> to the one that holds <paramref name="until"/>, and the end of
    /// that one: edges, rising. A local time that a change of clocks leaves out begins when the clocks have changed.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> Edges(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime).AddDays(-1);
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(until, zone).DateTime).AddDays(1);
        var all = new List<DateTimeOffset>();
        for (var day = first; day <= last; day = day.AddDays(1))
            all.AddRange(Starts.Select(start => At(day, start, zone)));
        var begin = all.FindLastIndex(edge => edge <= from);
        var end = all.FindIndex(edge => edge > until);
        return all.GetRange(begin, end - begin + 1);
    }

    /// <inheritdoc/>
    public bool Equals(ShiftTimes? other) => other is not null && Starts.SequenceEqual(other.Starts);

    /// <inheritdoc/>
    public override int GetHashCode() => Starts.Count;

    private static DateTimeOffset At(DateOnly day, TimeOnly start, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(start);
        while (zone.IsInvalidTime(local))
            local += Step;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
