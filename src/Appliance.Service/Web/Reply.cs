// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.Service.Web;

/// <summary>Answers in JSON. An answer that refuses is <c>{"code": …, "error": a plain sentence}</c>.</summary>
internal static class Reply
{
    public static Task Ok(HttpContext context, object body) => Json(context, StatusCodes.Status200OK, body);

    public static Task Refuse(HttpContext context, int status, string code, string error) => Json(context, status, new { code, error });

    public static Task Json(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, PanelJson.Options, context.RequestAborted);
    }

    /// <summary>What a page sent; null when it is not what it should be.</summary>
    public static async Task<T?> Read<T>(HttpContext context)
        where T : class
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(PanelJson.Options, context.RequestAborted);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException or BadHttpRequestException)
        {
            return null;
        }
    }
}
