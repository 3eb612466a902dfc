// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.Net.Http.Headers;

namespace Appliance.Service.Web;

/// <summary>
/// Lets through only what a page of this appliance on this machine asks for. Listening on loopback is not enough: any web site open in the same
/// browser can send requests there, under its own name (DNS rebinding) or across origins (CSRF).
/// </summary>
internal static class LocalOnly
{
    /// <summary>A header that a foreign page cannot send without asking first (CORS preflight), and nobody answers that question.</summary>
    public const string ProofHeader = "X-Appliance";

    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public static async Task Filter(HttpContext context, RequestDelegate next)
    {
        if (Refusal(context) is { } reason)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync(reason, context.RequestAborted);
            return;
        }

        await next(context);
    }

    private static string? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (context.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from))
            return "This page is served to this machine only.";
        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return "This page answers to the names localhost, 127.0.0.1 and [::1] only.";
        if (IsHarmless(request.Method))
            return null;
        if (!request.Headers.ContainsKey(ProofHeader))
            return $"The header {ProofHeader} is missing.";
        return IsForeign(request) ? "This request comes from another page." : null;
    }

    private static bool IsHarmless(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return true;
        var site = request.Headers["Sec-Fetch-Site"];
        return site.Count > 0 && site != "same-origin" && site != "none";
    }

    /// <summary>What a browser must keep to: nothing but our own files, in no frame of others, kept in no cache.</summary>
    public static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers[HeaderNames.CacheControl] = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }
}
