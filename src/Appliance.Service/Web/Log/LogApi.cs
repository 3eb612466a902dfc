// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Records;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web.Log;

/// <summary>The end of the service log.</summary>
internal static class LogApi
{
    private const int Most = 300;

    public static void Map(WebApplication app, ILogPages log) => app.MapGet("/api/log", context =>
    {
        var query = context.Request.Query;
        var record = query["record"].ToString().Trim() is { Length: > 0 } typed ? RecordId.Parse(typed) ?? typed : null;
        return Reply.Ok(context, new { lines = log.Newest(record, query["trouble"] == "true", Most) });
    }).Asks(Right.Look);
}
