// SPDX-License-Identifier: Apache-2.0
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Appliance.Service.Web;

/// <summary>The plain port of the network: a browser that asks for a page is sent on to TLS, and nothing else is answered.</summary>
internal static class OnToTls
{
    private const int DefaultTlsPort = 443;

    /// <summary>Connections of this listener are sent on.</summary>
    public static void Mark(ListenOptions endpoint)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        endpoint.Use(next => connection =>
        {
            connection.Features.Set(new Plain());
            return next(connection);
        });
    }

    /// <summary>Answers requests of such connections, and passes all others on.</summary>
    public static Task Answer(HttpContext context, Func<int?> tlsPort, RequestDelegate next)
    {
        if (context.Features.Get<Plain>() is null) return next(context);
        if (!Access.OwnPages.IsHarmless(context.Request.Method) || !context.Request.Host.HasValue || tlsPort() is not { } port)
            return Reply.Refuse(context, StatusCodes.Status403Forbidden, "plain", "This port only sends browsers on to https.");
        var host = port == DefaultTlsPort ? new HostString(context.Request.Host.Host) : new HostString(context.Request.Host.Host, port);

        // Not for ever: another day the page may be elsewhere.
        context.Response.Redirect($"https://{host}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}", permanent: false, preserveMethod: true);
        return Task.CompletedTask;
    }

    private sealed class Plain;
}
