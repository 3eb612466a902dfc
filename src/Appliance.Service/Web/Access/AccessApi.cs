// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.Service.Web.Access;

/// <summary>What the pages of log-in and set-up ask for.</summary>
internal static class AccessApi
{
    public static void Map(WebApplication app, AccessDesk desk)
    {
        app.MapGet("/api/session", Show).Asks(Right.None);
        app.MapPost("/api/login", async context =>
        {
            var (caller, asked) = (Visit.Of(context).Caller, await Reply.Read<LogInRequest>(context));
            await Tell(context, await desk.LogIn(caller, asked?.Password, context.RequestAborted), "The password is wrong.");
        }).Asks(Right.None);
        app.MapPost("/api/setup", async context =>
        {
            var (caller, asked) = (Visit.Of(context).Caller, await Reply.Read<SetUpRequest>(context));
            var answer = await desk.SetUp(caller, asked?.Code, asked?.Password, context.RequestAborted);
            await Tell(context, answer, "The code is wrong. It is on the display of the appliance, and changes every 15 minutes.");
        }).Asks(Right.None);
        app.MapPost("/api/password", async context =>
        {
            var (caller, asked) = (Visit.Of(context).Caller, await Reply.Read<PasswordRequest>(context));
            await Tell(context, await desk.Change(caller, asked?.Old, asked?.Password, context.RequestAborted), "The old password is wrong.");
        }).Asks(Right.Change);
        app.MapPost("/api/logout", context =>
        {
            desk.LogOut(Visit.Of(context).Caller);
            SessionCookie.Remove(context);
            return Reply.Ok(context, new { loggedIn = false });
        }).Asks(Right.Change);
    }

    /// <summary>What a page must know of its visitor; the CSRF token goes to pages of our own alone, which no other site can read.</summary>
    private static Task Show(HttpContext context)
    {
        var visit = Visit.Of(context);
        var view = new
        {
            setUp = visit.State != PasswordState.Missing, damaged = visit.State == PasswordState.Damaged, local = visit.Caller.IsLocal,
            loggedIn = visit.Session is not null, mayPress = visit.MayPress, csrf = visit.Session?.Csrf,
        };
        return Reply.Ok(context, view);
    }

    private static Task Tell(HttpContext context, Answer answer, string wrong)
    {
        switch (answer.Entry)
        {
            case Entry.Granted:
                SessionCookie.Set(context, answer.Token!);
                return Reply.Ok(context, new { loggedIn = true });
            case Entry.Wrong:
                return Reply.Refuse(context, StatusCodes.Status401Unauthorized, "wrong", wrong);
            case Entry.BadPassword:
                return Reply.Refuse(context, StatusCodes.Status400BadRequest, "bad-password", answer.Why!);
            case Entry.Wait:
                var seconds = (int)Math.Ceiling(answer.Wait.TotalSeconds);
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return Reply.Refuse(context, StatusCodes.Status429TooManyRequests, "wait", $"Too many tries. Wait {Words(seconds)}, then try again.");
            default:
                return Reply.Refuse(context, StatusCodes.Status409Conflict, "not-now", Visit.Of(context).State == PasswordState.Missing
                    ? "The appliance is not set up yet: it has no engineer's password."
                    : "The appliance is set up already. Log in.");
        }
    }

    private static string Words(int seconds) => seconds < 90 ? $"{seconds} seconds" : $"{(seconds + 59) / 60} minutes";

    private sealed record LogInRequest(string? Password);

    private sealed record SetUpRequest(string? Code, string? Password);

    private sealed record PasswordRequest(string? Old, string? Password);
}
