// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Records;
using Appliance.Ports.Records;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web.Records;

/// <summary>The list of records, and one record whole.</summary>
internal static class RecordsApi
{
    private const int UsualRecords = 20;
    private const int MostRecords = 200;

    public static void Map(WebApplication app, IRecordPages records)
    {
        app.MapGet("/api/records", context => Guarded(context, () => List(context, records))).Asks(Right.Look);
        app.MapGet("/api/records/{id}", context => Guarded(context, () => Show(context, records))).Asks(Right.Look);
        app.MapGet("/api/causes", context => Reply.Ok(context, new { causes = Causes() })).Asks(Right.Look);
    }

    /// <summary>An index or journal that cannot be read is told in plain words.</summary>
    internal static async Task Guarded(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (RecordIndexException behind)
        {
            await Reply.Refuse(context, StatusCodes.Status503ServiceUnavailable, "index", $"{behind.Message} No record is lost: they are in the journal.");
        }
        catch (RecordException broken)
        {
            await Reply.Refuse(context, StatusCodes.Status503ServiceUnavailable, "journal", broken.Message);
        }
    }

    private static Task List(HttpContext context, IRecordPages records)
    {
        var query = context.Request.Query;
        var wanted = query["take"];
        var take = UsualRecords;
        if (wanted.Count > 0 && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is < 1 or > MostRecords))
            return Reply.Refuse(context, StatusCodes.Status400BadRequest, "query", $"take must be a number from 1 to {MostRecords}");
        var (filter, trouble) = RecordQuery.Read(query);
        if (filter is null)
            return Reply.Refuse(context, StatusCodes.Status400BadRequest, "query", trouble!);
        var rows = records.Query(filter, take + 1);
        var total = query.ContainsKey("count") ? records.Count(filter with { Before = null }) : null;
        var page = rows.Take(take).ToList();
        var next = rows.Count > take ? page[^1].Sequence : (long?)null;
        return Reply.Ok(context, new { records = page.Select(RecordView.Of), total, next });
    }

    private static Task Show(HttpContext context, IRecordPages records)
    {
        var asked = (string)context.Request.RouteValues["id"]!;
        var row = RecordId.Parse(asked) is { } id ? records.Query(new RecordFilter(Id: id), 1).FirstOrDefault() : null;
        if (row is null || records.Find(row) is not { } record)
            return Reply.Refuse(context, StatusCodes.Status404NotFound, "no-record", $"There is no record '{asked}'.");
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(JobRecordJson.ToText(record), context.RequestAborted);
    }

    private static IEnumerable<object> Causes() => Catalogue.All.Select(entry => new { code = entry.Code, cause = entry.Cause, text = entry.Text, action = entry.Action });
}
