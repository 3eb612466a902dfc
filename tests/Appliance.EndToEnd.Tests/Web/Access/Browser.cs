// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Appliance.Service.Web;

namespace Appliance.EndToEnd.Tests.Web.Access;

/// <summary>What a browser does: keeps the cookie and sends what pages of the appliance send. One by the network speaks TLS.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClientHandler _handler;

    private Browser(Uri address)
    {
        _handler = new HttpClientHandler { UseProxy = false, ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        Client = new HttpClient(_handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    /// <summary>What the pages of this log-in send with each change; null to leave it away.</summary>
    public string? Csrf { get; set; }

    public IEnumerable<Cookie> Cookies => _handler.CookieContainer.GetCookies(Client.BaseAddress!);

    public static Browser Local(WebHost host) => new(new Uri($"http://127.0.0.1:{host.Url!.Port}"));

    public static Browser OfNetwork(WebHost host) => new(new Uri($"https://127.0.0.1:{host.NetworkPort}"));

    public async Task<(HttpStatusCode Status, JsonElement Body)> Post(string path, object? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Appliance", "page");
        if (Csrf is not null) request.Headers.Add("X-CSRF-Token", Csrf);
        return await Send(request);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Logs in and takes the token for changes, as the pages do.</summary>
    public async Task LogIn(string password = TestAccess.Password)
    {
        Assert.Equal(HttpStatusCode.OK, (await Post("/api/login", new { password })).Status);
        await TakeCsrf();
    }

    public async Task TakeCsrf() => Csrf = (await Get("/api/session")).Body.GetProperty("csrf").GetString();

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }

    private async Task<(HttpStatusCode, JsonElement)> Send(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return (response.StatusCode, isJson ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }
}
