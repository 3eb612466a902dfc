// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace Appliance.Service.Web.Access;

/// <summary>Who sends a request.</summary>
/// <param name="IsLocal">It came in by the plain listener, which only this machine reaches.</param>
/// <param name="Key">Names the caller for <see cref="AttemptLimit"/>.</param>
/// <param name="Token">The session cookie; null when there is none.</param>
internal sealed record Caller(bool IsLocal, string Key, string? Token)
{
    /// <summary>Key of all callers of the network together.</summary>
    public const string Everybody = "network";

    /// <summary>Bytes of an IPv6 address that name a network; the rest one machine can choose as it likes (RFC 4291, 2.5.4).</summary>
    private const int PrefixBytes = 8;

    public static Caller Of(HttpContext context)
    {
        var from = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (from.IsIPv4MappedToIPv6)
            from = from.MapToIPv4();
        var isLocal = !context.Request.IsHttps && IPAddress.IsLoopback(from);
        return new Caller(isLocal, isLocal ? "this machine" : KeyOf(from), context.Request.Cookies[SessionCookie.NameOf(context.Request)]);
    }

    private static string KeyOf(IPAddress from) => from.AddressFamily == AddressFamily.InterNetworkV6
        ? Convert.ToHexStringLower(from.GetAddressBytes().AsSpan(0, PrefixBytes))
        : from.ToString();
}

/// <summary>The cookie that carries a session (RFC 6265bis): for this site alone, unseen by scripts, gone with the browser.</summary>
internal static class SessionCookie
{
    /// <summary>Over TLS the prefix makes browsers refuse a cookie that another host or a plain page planted.</summary>
    public static string NameOf(HttpRequest request) => request.IsHttps ? "__Host-appliance" : "appliance-session";

    public static void Set(HttpContext context, string token) =>
        context.Response.Cookies.Append(NameOf(context.Request), token, Options(context.Request));

    public static void Remove(HttpContext context) =>
        context.Response.Cookies.Delete(NameOf(context.Request), Options(context.Request));

    private static CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", IsEssential = true,
    };
}
