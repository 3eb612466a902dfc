// SPDX-License-Identifier: Apache-2.0
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Web;

internal sealed record SeenView(string State, long Entry, long AgeMs);

/// <summary>What a browser with the page open hears.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private OpenPage(HttpResponseMessage response, Stream stream, CancellationToken deadline)
    {
        _response = response;
        _events = SseParser.Create(stream).EnumerateAsync(deadline).GetAsyncEnumerator(deadline);
    }

    public static async Task<OpenPage> Open(HttpClient client, CancellationToken deadline)
    {
        var response = await client.GetAsync("/api/panel/events", HttpCompletionOption.ResponseHeadersRead, deadline);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new OpenPage(response, await response.Content.ReadAsStreamAsync(deadline), deadline);
    }

    public async Task<SeenView> Next()
    {
        Assert.True(await _events.MoveNextAsync());
        Assert.Equal("panel", _events.Current.EventType);
        return JsonSerializer.Deserialize<SeenView>(_events.Current.Data, JsonSerializerOptions.Web)!;
    }

    /// <summary>The first view of a later entry; entries never go back.</summary>
    public async Task<SeenView> NextEntryAfter(long entry)
    {
        while (true)
        {
            var view = await Next();
            if (view.Entry > entry)
                return view;
            Assert.Equal(entry, view.Entry);
        }
    }

    public async Task<bool> IsOver()
    {
        try
        {
            while (await _events.MoveNextAsync())
            {
            }

            return true;
        }
        catch (Exception ended) when (ended is HttpIOException or IOException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
    }
}
