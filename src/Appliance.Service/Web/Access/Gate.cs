// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Service.Web.Access;

/// <summary>
/// Stands before every address of the page: who may look, press and change. Whatever is not allowed by name is refused. What it lets through carries
/// its <see cref="Visit"/>.
/// </summary>
internal sealed class Gate(AccessDesk desk, OwnPages own)
{
    /// <summary>Carries the token of <see cref="Session.Csrf"/>.</summary>
    public const string CsrfHeader = "X-CSRF-Token";

    /// <summary>Where a browser is sent before the first set-up.</summary>
    private const string SetUpPage = "/setup";

    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        var caller = Caller.Of(context);
        if (own.Refusal(context, caller) is { } foreign)
        {
            await Reply.Refuse(context, StatusCodes.Status403Forbidden, "foreign", foreign);
            return;
        }

        var visit = new Visit(caller, desk.Session(caller, IsUse(context.Request)), desk.State);
        if (Refusal(context, visit) is not { } refused)
        {
            context.Features.Set(visit);
            await next(context);
        }
        else if (refused.Code == "not-set-up" && WantsPage(context.Request))
        {
            context.Response.Redirect(SetUpPage);
        }
        else
        {
            await Reply.Refuse(context, refused.Status, refused.Code, refused.Why);
        }
    }

    private static Denial? Refusal(HttpContext context, Visit visit)
    {
        if (context.GetEndpoint() is null)
            return visit.MayLook ? null : Denial.NotSetUp;
        return RightOf.Of(context) switch
        {
            Right.None => null,
            Right.Look => visit.MayLook ? null : Denial.NotSetUp,
            Right.Press => visit.Caller.IsLocal ? null : Engineer(context, visit),
            Right.Change => Engineer(context, visit),
            _ => Denial.NotOpen,
        };
    }

    private static Denial? Engineer(HttpContext context, Visit visit)
    {
        if (visit.State == PasswordState.Missing)
            return Denial.NotSetUp;
        if (visit.Session is not { } session)
            return Denial.LogIn;
        return OwnPages.IsHarmless(context.Request.Method) || IsProof(context.Request.Headers[CsrfHeader], session) ? null : Denial.Csrf;
    }

    private static bool IsProof(string? sent, Session session) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent ?? ""), Encoding.UTF8.GetBytes(session.Csrf));

    /// <summary>A person did something: opened a page, or changed something. Scripts that look after their page do not count.</summary>
    private static bool IsUse(HttpRequest request) => !OwnPages.IsHarmless(request.Method) || WantsPage(request);

    private static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private sealed record Denial(int Status, string Code, string Why)
    {
        public static Denial NotSetUp { get; } = new(StatusCodes.Status403Forbidden, "not-set-up", "The appliance is not set up yet: it has no engineer's password.");

        public static Denial LogIn { get; } = new(StatusCodes.Status401Unauthorized, "log-in", "Log in as the line engineer first.");

        public static Denial Csrf { get; } = new(StatusCodes.Status403Forbidden, "csrf", "This request does not come from a page of your log-in. Load the page again.");

        public static Denial NotOpen { get; } = new(StatusCodes.Status403Forbidden, "not-open", "This address is open to nobody.");
    }
}

/// <summary>A request that was let through.</summary>
/// <param name="Caller">Who sends it.</param>
/// <param name="Session">His log-in; null when he has none.</param>
/// <param name="State">Whether there is a password at all.</param>
internal sealed record Visit(Caller Caller, Session? Session, PasswordState State)
{
    /// <summary>Until the appliance is set up, only this machine looks.</summary>
    public bool MayLook => Caller.IsLocal || State != PasswordState.Missing;

    /// <summary>Whether PROG on the page works for him.</summary>
    public bool MayPress => Caller.IsLocal || Session is not null;

    public static Visit Of(HttpContext context) =>
        context.Features.Get<Visit>() ?? throw new InvalidOperationException("The request did not pass the gate.");
}
