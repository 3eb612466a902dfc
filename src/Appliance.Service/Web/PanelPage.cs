// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Running;
using Appliance.Jobs.SelfChecks;
using Appliance.Ports.Records;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web;

/// <summary>The panel's page and what it asks for.</summary>
internal static class PanelPage
{
    private const int UsualRecords = 20;
    private const int MostRecords = 200;

    public static void Map(
        WebApplication app, PanelFeed feed, Func<int, IReadOnlyList<RecordRow>> records, Func<IReadOnlyList<SelfCheckReport>> checks)
    {
        app.MapGet("/api/panel", context => Reply.Ok(context, feed.Current())).Asks(Right.Look);
        app.MapGet("/api/panel/events", context => PanelEvents.Stream(context, feed, app.Lifetime.ApplicationStopping)).Asks(Right.Look);
        app.MapPost("/api/prog", context => Do(context, feed.Station.Press(PressSource.Page))).Asks(Right.Press);
        app.MapPost("/api/cancel", context => Do(context, feed.Station.CancelJob())).Asks(Right.Press);
        app.MapGet("/api/records", context => List(context, records)).Asks(Right.Look);
        app.MapGet("/api/selfchecks", context => Reply.Ok(context, SelfChecksView.Of(checks()))).Asks(Right.Look);
    }

    /// <summary>202 when it was done, 409 when the station had reason not to.</summary>
    private static Task Do(HttpContext context, bool done) =>
        Reply.Json(context, done ? StatusCodes.Status202Accepted : StatusCodes.Status409Conflict, new { done });

    private static Task List(HttpContext context, Func<int, IReadOnlyList<RecordRow>> records)
    {
        var wanted = context.Request.Query["take"];
        var take = UsualRecords;
        if (wanted.Count > 0 && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is < 1 or > MostRecords))
            return Reply.Refuse(context, StatusCodes.Status400BadRequest, "query", $"take must be a number from 1 to {MostRecords}");
        try
        {
            return Reply.Ok(context, new { records = records(take).Select(RecordView.Of) });
        }
        catch (RecordIndexException)
        {
            var error = "The list of records cannot be read now. No record is lost: they are in the journal.";
            return Reply.Refuse(context, StatusCodes.Status503ServiceUnavailable, "index", error);
        }
    }
}
