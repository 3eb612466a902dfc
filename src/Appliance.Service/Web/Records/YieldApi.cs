// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Ports.Records;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web.Records;

/// <summary>Yield, causes, cycle times and today's count, from sums that the index keeps.</summary>
internal static class YieldApi
{
    /// <summary>The longest time one answer covers.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static void Map(WebApplication app, IRecordPages records, TimeProvider time)
    {
        app.MapGet("/api/yield", context => RecordsApi.Guarded(context, () => Show(context, records, time))).Asks(Right.Look);
        app.MapPost("/api/order", context => SetOrder(context, records)).Asks(Right.Change);
    }

    private static Task Show(HttpContext context, IRecordPages records, TimeProvider time)
    {
        var query = context.Request.Query;
        var now = time.GetUtcNow();
        if (!RecordQuery.TryTime(query["from"].ToString(), out var from) || from >= now || now - from > Longest)
            return Reply.Refuse(context, StatusCodes.Status400BadRequest, "query", "from must be a time within the last year");
        var project = query["project"].ToString() is { Length: > 0 } named ? named : null;
        var simulated = RecordQuery.Flag(query);
        var (shifts, order, active) = records.Plan;
        var edges = shifts.Edges(from, now, time.LocalTimeZone);
        var sums = records.Rollups(new RollupQuery(edges, project, simulated));
        var times = records.CycleTimes(new CycleTimeQuery(project, simulated, edges[0], edges[^1]));
        return Reply.Ok(context, new
        {
            edges, shifts = Shifts(sums), projects = Projects(sums), causes = Causes(sums), times = Times(times),
            today = Today(records, now, time.LocalTimeZone, order, active, simulated),
        });
    }

    private static async Task SetOrder(HttpContext context, IRecordPages records)
    {
        if (await Reply.Read<OrderRequest>(context) is not { Boards: >= 0 and <= Jobs.Settings.SettingsLimits.MaximumOrder } wanted)
        {
            await Reply.Refuse(context, StatusCodes.Status400BadRequest, "query", $"An order is 0 to {Jobs.Settings.SettingsLimits.MaximumOrder} boards.");
            return;
        }

        try
        {
            records.SetOrder(wanted.Boards);
            await Reply.Ok(context, new { order = wanted.Boards });
        }
        catch (Exception refused) when (refused is Cli.BadInputException or IOException)
        {
            await Reply.Refuse(context, StatusCodes.Status409Conflict, "settings", refused.Message);
        }
    }

    private static IEnumerable<object> Shifts(IReadOnlyList<RecordRollup> sums) =>
        sums.GroupBy(sum => (sum.Start, sum.Project)).OrderBy(group => group.Key.Start).ThenBy(group => group.Key.Project, StringComparer.Ordinal)
            .Select(group => new { start = group.Key.Start, project = group.Key.Project, pass = Of(group, "PASS"), fail = Of(group, "FAIL"), interrupted = Of(group, "INTERRUPTED") });

    private static IEnumerable<object> Projects(IReadOnlyList<RecordRollup> sums) =>
        sums.GroupBy(sum => sum.Project).OrderByDescending(group => group.Sum(sum => sum.Count)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new { project = group.Key, pass = Of(group, "PASS"), fail = Of(group, "FAIL"), interrupted = Of(group, "INTERRUPTED") });

    private static IEnumerable<object> Causes(IReadOnlyList<RecordRollup> sums) =>
        sums.Where(sum => sum.Verdict is "FAIL" or "INTERRUPTED").GroupBy(sum => (sum.Code, sum.Cause))
            .Select(group => (group.Key, Count: group.Sum(sum => sum.Count))).OrderByDescending(cause => cause.Count).ThenBy(cause => cause.Key.Code, StringComparer.Ordinal)
            .Select(cause => new { code = cause.Key.Code, cause = cause.Key.Cause, count = cause.Count, text = Catalogue.All.FirstOrDefault(entry => entry.Code == cause.Key.Code)?.Text });

    /// <summary>The floor is what the chip itself needs for flash work and read-back by its datasheet, as the plans said.</summary>
    private static object Times(CycleTimes times) => new
    {
        buckets = times.Buckets.Select(bucket => new { from = bucket.FromMilliseconds, until = bucket.UntilMilliseconds, count = bucket.Count }),
        count = times.Count, meanMs = Mean(times.Milliseconds, times.Count), floorMs = Mean(times.PlannedMilliseconds, times.Count),
    };

    private static double? Mean(long sum, long count) => count == 0 || sum == 0 ? null : (double)sum / count;

    /// <summary>Today is the calendar day of the workshop; the order is one of the active project.</summary>
    private static object Today(IRecordPages records, DateTimeOffset now, TimeZoneInfo zone, int order, string project, bool? simulated)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var midnight = local.Date;
        while (zone.IsInvalidTime(midnight))
            midnight += Jobs.Settings.ShiftTimes.Step;
        var begin = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
        var sums = records.Rollups(new RollupQuery([begin, now.AddDays(1)], project.Length == 0 ? null : project, simulated));
        return new { project, order, begin, pass = Of(sums, "PASS"), fail = Of(sums, "FAIL"), interrupted = Of(sums, "INTERRUPTED") };
    }

    private static long Of(IEnumerable<RecordRollup> sums, string verdict) => sums.Where(sum => sum.Verdict == verdict).Sum(sum => sum.Count);

    private sealed record OrderRequest(int Boards);
}
