// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web;

/// <summary>The files of the pages, carried inside the program. A page is a frame with its own middle part.</summary>
internal static class PageAssets
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>Chart.js is a classic script: it must be there before the module that draws with it.</summary>
    private const string ChartScript = "  <script src=\"/chart.js\" defer></script>\n";

    private static readonly Page[] Pages =
    [
        new("/", "panel", "Panel", Right.Look),
        new("/records", "records", "Records", Right.Look),
        new("/records/{id}", "record", "Record", Right.Look),
        new("/yield", "yield", "Yield", Right.Look, Charts: true),
        new("/projects", "projects", "Projects", Right.Look),
        new("/service", "service", "Service", Right.Look),
        new("/login", "login", "Log in", Right.None, "entry"),
        new("/setup", "setup", "First set-up", Right.None, "entry"),
    ];

    /// <summary>What all pages share, beside script and style of each page's own name.</summary>
    private static readonly string[] Shared =
    [
        "page.css", "frame.js", "api.js", "dom.js", "format.js", "next.js", "view.js", "checks.js", "lamps.js", "query.js", "timeline.js", "chartdata.js", "charts.js", "chart.js", "icon.svg",
    ];

    public static void Map(WebApplication app)
    {
        var frame = Text("frame.html");
        foreach (var page in Pages)
            Serve(app, page.Path, page.In(frame), Html, page.Right);
        foreach (var file in Shared.Concat(Pages.Select(page => page.Name + ".js")).Concat(Pages.Select(page => page.StyleFile)).Distinct())
            Serve(app, "/" + file, Read(file), TypeOf(file), Right.None);
    }

    private static void Serve(WebApplication app, string path, byte[] content, string type, Right right) =>
        app.MapGet(path, context =>
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = content.Length;
            return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
        }).Asks(right);

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };

    private static string Text(string file) => Encoding.UTF8.GetString(Read(file));

    private static byte[] Read(string file)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"page/{file}")
            ?? throw new InvalidOperationException($"The program was built without the page's file {file}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>One page: its middle part, script and style have its name.</summary>
    private sealed record Page(string Path, string Name, string Title, Right Right, string? Style = null, bool Charts = false)
    {
        public string StyleFile => (Style ?? Name) + ".css";

        public byte[] In(string frame) => Encoding.UTF8.GetBytes(frame
            .Replace("{{title}}", Title, StringComparison.Ordinal).Replace("{{name}}", Name, StringComparison.Ordinal)
            .Replace("{{style}}", Style ?? Name, StringComparison.Ordinal).Replace("{{charts}}\n", Charts ? ChartScript : "", StringComparison.Ordinal).Replace("{{main}}", Text(Name + ".html").TrimEnd(), StringComparison.Ordinal));
    }
}
