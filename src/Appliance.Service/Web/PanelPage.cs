// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Jobs.Running;
using Appliance.Ports.Records;

namespace Appliance.Service.Web;

/// <summary>The page and what it asks for.</summary>
internal static class PanelPage
{
    private const int UsualRecords = 20;
    private const int MostRecords = 200;

    public static void Map(WebApplication app, PanelFeed feed, Func<int, IReadOnlyList<RecordRow>> records)
    {
        app.Use(next => context => LocalOnly.AddHeaders(context, next));
        app.Use(next => context => LocalOnly.Filter(context, next));
        app.UseRouting();
        PageAssets.Map(app);
        app.MapGet("/api/panel", context => Answer(context, StatusCodes.Status200OK, feed.Current()));
        app.MapGet("/api/panel/events", context => PanelEvents.Stream(context, feed, app.Lifetime.ApplicationStopping));
        app.MapPost("/api/prog", context => Do(context, feed.Station.Press(PressSource.Page)));
        app.MapPost("/api/cancel", context => Do(context, feed.Station.CancelJob()));
        app.MapGet("/api/records", context => List(context, records));
    }

    /// <summary>202 when it was done, 409 when the station had reason not to.</summary>
    private static Task Do(HttpContext context, bool done) =>
        Answer(context, done ? StatusCodes.Status202Accepted : StatusCodes.Status409Conflict, new { done });

    private static Task List(HttpContext context, Func<int, IReadOnlyList<RecordRow>> records)
    {
        var wanted = context.Request.Query["take"];
        var take = UsualRecords;
        if (wanted.Count > 0 && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out take) || take is < 1 or > MostRecords))
            return Answer(context, StatusCodes.Status400BadRequest, new { error = $"take must be a number from 1 to {MostRecords}" });
        try
        {
            return Answer(context, StatusCodes.Status200OK, new { records = records(take).Select(RecordView.Of) });
        }
        catch (RecordIndexException)
        {
            var error = "The list of records cannot be read now. No record is lost: they are in the journal.";
            return Answer(context, StatusCodes.Status503ServiceUnavailable, new { error });
        }
    }

    private static Task Answer(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, PanelJson.Options, context.RequestAborted);
    }
}
