// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Microsoft.Net.Http.Headers;

namespace Appliance.Service.Web.Access;

/// <summary>
/// Lets through only what a page of this appliance asks for. Listening on loopback, or a log-in, is not enough: any web site open in the same browser
/// can send requests there, under its own name (DNS rebinding) or across origins (CSRF).
/// </summary>
/// <param name="networkNames">The names the appliance answers to on the network, asked anew for each request.</param>
internal sealed class OwnPages(Func<IReadOnlyCollection<string>> networkNames)
{
    /// <summary>A header that a foreign page cannot send without asking first (CORS preflight), and nobody answers that question.</summary>
    public const string ProofHeader = "X-Appliance";

    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Why a request is refused whoever sends it, in a sentence; null when it may go on.</summary>
    public string? Refusal(HttpContext context, Caller caller)
    {
        var request = context.Request;
        if (!caller.IsLocal && !request.IsHttps)
            return "This page is served to this machine only.";
        if (caller.IsLocal && !LocalNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return "This page answers to the names localhost, 127.0.0.1 and [::1] only.";
        if (!caller.IsLocal && !AnswersTo(request.Host.Host))
            return "This appliance does not know itself by that name. Use its address, or write the name into appliance.yaml: web: {names: [NAME]}.";
        if (IsHarmless(request.Method))
            return null;
        if (!request.Headers.ContainsKey(ProofHeader))
            return $"The header {ProofHeader} is missing.";
        return IsForeign(request) ? "This request comes from another page." : null;
    }

    public static bool IsHarmless(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    /// <summary>A bare address cannot be rebound: only a name can be made to point elsewhere.</summary>
    private bool AnswersTo(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _) || LocalNames.Contains(host, StringComparer.OrdinalIgnoreCase)
        || networkNames().Contains(host, StringComparer.OrdinalIgnoreCase);

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
        headers.ContentSecurityPolicy =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers[HeaderNames.CacheControl] = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()";
        return next(context);
    }
}
