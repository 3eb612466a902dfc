// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Threading.Channels;

namespace Appliance.Service.Web;

/// <summary>
/// The page's Server-Sent Events (HTML standard, 9.2): event <c>panel</c> with the whole view whenever it changed, and every
/// <see cref="Heartbeat"/> even when it did not, so that a page knows when the appliance is gone.
/// </summary>
internal static class PanelEvents
{
    /// <summary>Longest silence.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    /// <summary>Shortest time between two views: eyes see no more, and a small computer has better things to do while it programs.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    public static async Task Stream(HttpContext context, PanelFeed feed, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        var bell = feed.Join();
        using var beat = feed.Time.CreateTimer(_ => bell.Writer.TryWrite(true), null, Heartbeat, Heartbeat);
        try
        {
            await Tell(context.Response, feed, bell.Reader, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page was closed, or the appliance stops: both end the stream as they should.
        }
        finally
        {
            feed.Leave(bell);
        }
    }

    private static async Task Tell(HttpResponse response, PanelFeed feed, ChannelReader<bool> bell, CancellationToken cancel)
    {
        using var pace = new PeriodicTimer(Pace, feed.Time);
        do
        {
            await bell.ReadAsync(cancel);
            var view = JsonSerializer.Serialize(feed.Current(), PanelJson.Options);
            await response.WriteAsync($"event: panel\ndata: {view}\n\n", cancel);
            await response.Body.FlushAsync(cancel);
        }
        while (await pace.WaitForNextTickAsync(cancel));
    }
}
