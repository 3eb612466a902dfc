// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Cli;
using Appliance.Service.Web.Access;
using Microsoft.AspNetCore.Http.Features;

namespace Appliance.Service.Web.Projects;

/// <summary>Projects: shown to everybody; brought in, selected and removed by the engineer.</summary>
internal static class ProjectsApi
{
    /// <summary>Largest upload: more than any flash, less than what would fill the disk of a small appliance. 64 MiB.</summary>
    private const long LongestUpload = 64L << 20;

    public static void Map(WebApplication app, IProjectDesk desk)
    {
        app.MapGet("/api/projects", context => Guarded(context, () => List(context, desk))).Asks(Right.Look);
        app.MapPost("/api/projects", context => Upload(context, desk, keep: true)).Asks(Right.Change);
        app.MapPost("/api/projects/check", context => Upload(context, desk, keep: false)).Asks(Right.Change);
        app.MapPost("/api/projects/{id}/select", context => Guarded(context, () => Do(context, desk.Select))).Asks(Right.Change);
        app.MapDelete("/api/projects/{id}", context => Guarded(context, () => Do(context, desk.Remove))).Asks(Right.Change);
    }

    private static async Task Guarded(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (IOException refused) when (!context.RequestAborted.IsCancellationRequested)
        {
            await Reply.Refuse(context, StatusCodes.Status503ServiceUnavailable, "disk", $"The projects cannot be used: {refused.Message}");
        }
    }

    private static Task List(HttpContext context, IProjectDesk desk)
    {
        var active = desk.Active;
        return Reply.Ok(context, new
        {
            projects = desk.List().OrderBy(kept => kept.Name, StringComparer.Ordinal).ThenBy(kept => kept.Revision, StringComparer.Ordinal)
                .Select(kept => new
                {
                    id = kept.Id, name = kept.Name, revision = kept.Revision, target = kept.Target, problems = kept.Problems, active = kept.Id == active,
                    provenBy = kept.ProvenBy, before = kept.Id == active ? kept.Before : null,
                }),
        });
    }

    private static Task Do(HttpContext context, Func<string, string?> change) =>
        change((string)context.Request.RouteValues["id"]!) is { } refused
            ? Reply.Refuse(context, StatusCodes.Status409Conflict, "refused", refused)
            : Reply.Ok(context, new { done = true });

    private static async Task Upload(HttpContext context, IProjectDesk desk, bool keep)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LongestUpload;
        if (context.Request.ContentLength > LongestUpload)
        {
            await TooLong(context);
            return;
        }

        string? path = null;
        try
        {
            path = desk.OpenUpload(out var stream);
            await using (stream)
                await context.Request.Body.CopyToAsync(stream, context.RequestAborted);
            await Judge(context, desk, path, keep);
        }
        catch (BadHttpRequestException)
        {
            await TooLong(context);
        }
        catch (IOException refused) when (!context.RequestAborted.IsCancellationRequested)
        {
            await Reply.Refuse(context, StatusCodes.Status507InsufficientStorage, "disk", $"The appliance could not keep the file: {refused.Message}");
        }
        finally
        {
            if (path is not null) File.Delete(path);
        }
    }

    private static Task Judge(HttpContext context, IProjectDesk desk, string path, bool keep)
    {
        var (id, result) = keep ? desk.Import(path, context.RequestAborted) : (null, desk.Check(path, context.RequestAborted));
        var status = result.Job is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        var count = result.Problems.Count;
        var error = count == 0 ? null : $"The project has {count} {(count == 1 ? "mistake" : "mistakes")}. Nothing was changed.";
        return Reply.Json(context, status, new { code = count == 0 ? null : "project", error, id, check = CheckJson.View(result) });
    }

    private static Task TooLong(HttpContext context) =>
        Reply.Refuse(context, StatusCodes.Status413PayloadTooLarge, "too-long", $"The file is longer than {LongestUpload >> 20} MiB. Bring it on a stick.");
}
