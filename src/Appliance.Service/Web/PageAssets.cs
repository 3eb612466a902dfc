// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Service.Web.Access;

namespace Appliance.Service.Web;

/// <summary>The files of the pages, carried inside the program. A page is a frame with its own middle part.</summary>
internal static class PageAssets
{
    private const string Html = "text/html; charset=utf-8";
    private const string Script = "text/javascript; charset=utf-8";
    private const string Style = "text/css; charset=utf-8";

    private static readonly Page[] Pages =
    [
        new("/", "panel", "Panel", Right.Look),
        new("/login", "login", "Log in", Right.None, "entry"),
        new("/setup", "setup", "First set-up", Right.None, "entry"),
    ];

    private static readonly (string File, string Type)[] Files =
    [
        ("page.css", Style), ("panel.css", Style), ("entry.css", Style), ("frame.js", Script), ("api.js", Script), ("dom.js", Script), ("format.js", Script), ("next.js", Script),
        ("panel.js", Script), ("view.js", Script), ("checks.js", Script), ("lamps.js", Script), ("login.js", Script), ("setup.js", Script), ("icon.svg", "image/svg+xml"),
    ];

    public static void Map(WebApplication app)
    {
        var frame = Text("frame.html");
        foreach (var page in Pages)
            Serve(app, page.Path, page.In(frame), Html, page.Right);
        foreach (var (file, type) in Files)
            Serve(app, "/" + file, Read(file), type, Right.None);
    }

    private static void Serve(WebApplication app, string path, byte[] content, string type, Right right) =>
        app.MapGet(path, context =>
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = content.Length;
            return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
        }).Asks(right);

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
    private sealed record Page(string Path, string Name, string Title, Right Right, string? Style = null)
    {
        public byte[] In(string frame) => Encoding.UTF8.GetBytes(frame
            .Replace("{{title}}", Title, StringComparison.Ordinal).Replace("{{name}}", Name, StringComparison.Ordinal)
            .Replace("{{style}}", Style ?? Name, StringComparison.Ordinal).Replace("{{main}}", Text(Name + ".html").TrimEnd(), StringComparison.Ordinal));
    }
}
