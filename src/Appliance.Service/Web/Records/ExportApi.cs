// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Records;
using Appliance.Ports.Records;
using Appliance.Service.Web.Access;
using Microsoft.AspNetCore.Http.Features;

namespace Appliance.Service.Web.Records;

/// <summary>Records as a file: what <c>records export</c> writes, oldest first.</summary>
internal static class ExportApi
{
    /// <summary>Rows read at a time; a page that waits for a million of them would hold them all.</summary>
    private const int Batch = 1000;

    public static void Map(WebApplication app, IRecordPages records) =>
        app.MapGet("/api/export", context => RecordsApi.Guarded(context, () => Export(context, records))).Asks(Right.Look);

    private static Task Export(HttpContext context, IRecordPages records)
    {
        var format = context.Request.Query["format"].ToString();
        if (format is not ("csv" or "jsonl"))
            return Reply.Refuse(context, StatusCodes.Status400BadRequest, "query", "format must be csv or jsonl");
        var (filter, trouble) = RecordQuery.Read(context.Request.Query);
        if (filter is null)
            return Reply.Refuse(context, StatusCodes.Status400BadRequest, "query", trouble!);
        var rows = Sequences(records, filter);
        context.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"records.{format}\"";
        return Write(context, records, rows, format);
    }

    /// <summary>The writers of the export are the ones of the command line, which write while they read.</summary>
    private static Task Write(HttpContext context, IRecordPages records, IEnumerable<RecordRow> rows, string format)
    {
        context.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        using var text = new StreamWriter(context.Response.Body, new UTF8Encoding(false), leaveOpen: true);
        if (format == "csv")
            RecordExport.WriteCsv(text, rows);
        else
            RecordExport.WriteJsonLines(text, rows.Select(records.Find).OfType<JobRecord>());
        return Task.CompletedTask;
    }

    /// <summary>
    /// All rows, oldest first: what is read newest first in pages is gone through twice, first for where each page begins and ends, so that never more
    /// than one of them is held. Records made meanwhile are left out.
    /// </summary>
    private static IEnumerable<RecordRow> Sequences(IRecordPages records, RecordFilter filter)
    {
        var pages = new Stack<(long First, long Last)>();
        var next = filter;
        while (records.Query(next, Batch) is { Count: > 0 } rows)
        {
            pages.Push((rows[^1].Sequence, rows[0].Sequence));
            next = filter with { Before = rows[^1].Sequence };
        }

        // A record that began to match meanwhile may come on top of a page.
        return pages.SelectMany(page => records.Query(filter with { Before = page.Last + 1 }, Batch * 2).Where(row => row.Sequence >= page.First).Reverse());
    }
}
