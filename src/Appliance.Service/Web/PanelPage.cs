// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Running;
using Appliance.Jobs.SelfChecks;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web;

/// <summary>The panel's page: what it shows, and PROG.</summary>
internal static class PanelPage
{
    public static void Map(WebApplication app, PanelFeed feed, Func<IReadOnlyList<SelfCheckReport>> checks)
    {
        app.MapGet("/api/panel", context => Reply.Ok(context, feed.Current())).Asks(Right.Look);
        app.MapGet("/api/panel/events", context => PanelEvents.Stream(context, feed, app.Lifetime.ApplicationStopping)).Asks(Right.Look);
        app.MapPost("/api/prog", context => Do(context, feed.Station.Press(PressSource.Page))).Asks(Right.Press);
        app.MapPost("/api/cancel", context => Do(context, feed.Station.CancelJob())).Asks(Right.Press);
        app.MapGet("/api/selfchecks", context => Reply.Ok(context, SelfChecksView.Of(checks()))).Asks(Right.Look);
    }

    /// <summary>202 when it was done, 409 when the station had reason not to.</summary>
    private static Task Do(HttpContext context, bool done) =>
        Reply.Json(context, done ? StatusCodes.Status202Accepted : StatusCodes.Status409Conflict, new { done });
}
