// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Web;

/// <summary>The files of the page, carried inside the program.</summary>
internal static class PageAssets
{
    private static readonly (string Path, string File, string Type)[] Files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/page.css", "page.css", "text/css; charset=utf-8"),
        ("/parts.css", "parts.css", "text/css; charset=utf-8"),
        ("/page.js", "page.js", "text/javascript; charset=utf-8"),
        ("/lamps.js", "lamps.js", "text/javascript; charset=utf-8"),
        ("/view.js", "view.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    public static void Map(WebApplication app)
    {
        foreach (var (path, file, type) in Files)
        {
            var content = Read(file);
            app.MapGet(path, context =>
            {
                context.Response.ContentType = type;
                context.Response.ContentLength = content.Length;
                return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
            });
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"page/{file}")
            ?? throw new InvalidOperationException($"The program was built without the page's file {file}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
