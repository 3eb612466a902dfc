// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Text.Json;
using Appliance.Service.Web;

namespace Appliance.EndToEnd.Tests.Web;

/// <summary>The page on a free port, over real TCP, with a station of the test's own.</summary>
public abstract class PageFixture : IAsyncLifetime
{
    private protected FakeStation Station { get; } = new();

    private protected FakePages Pages => Access.Pages;

    private protected WebHost Host { get; private set; } = null!;

    private protected TestAccess Access { get; } = new();

    protected HttpClient Client { get; private set; } = null!;

    protected static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public async Task InitializeAsync()
    {
        Host = new WebHost(Access.Parts(Station));
        await Host.Start(new WebAddresses(0), Deadline);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{Host.Url!.Port}") };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        Access.Dispose();
    }

    protected async Task<JsonElement> GetJson(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(path, Deadline);
        Assert.Equal(expected, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Deadline)).RootElement.Clone();
    }

    protected async Task<HttpStatusCode> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            if (name == "Host")
                request.Headers.Host = value;
            else
                request.Headers.Add(name, value);
        }

        using var response = await Client.SendAsync(request, Deadline);
        return response.StatusCode;
    }
}
