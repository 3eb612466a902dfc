// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Appliance.Jobs.Running;

namespace Appliance.EndToEnd.Tests.Web;

/// <summary>Who may look, and who may press.</summary>
public sealed class PageAccessTests : PageFixture
{
    private static readonly (string, string) Proof = ("X-Appliance", "page");

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task OwnNames_AreServed(string name)
    {
        Assert.Equal(HttpStatusCode.OK, await Send(HttpMethod.Get, "/api/panel", ("Host", $"{name}:{Host.Url!.Port}")));
        Assert.Equal(HttpStatusCode.OK, await Send(HttpMethod.Get, "/", ("Host", name)));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.")]
    [InlineData("192.168.0.10")]
    [InlineData("0.0.0.0")]
    [InlineData("[fe80::1]")]
    public async Task ForeignNames_AreRefusedEverywhere(string name)
    {
        foreach (var path in new[] { "/", "/page.js", "/api/panel", "/api/panel/events", "/api/records", "/nothing" })
            Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Get, path, ("Host", $"{name}:{Host.Url!.Port}")));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Post, "/api/prog", ("Host", name), Proof));
        Assert.Empty(Station.Presses);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("null")]
    public async Task ForeignOrigin_MayNotPressOrCancel(string origin)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Post, "/api/prog", ("Origin", origin), Proof));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Post, "/api/cancel", ("Origin", origin), Proof));
        Assert.Empty(Station.Presses);
        Assert.Equal(0, Station.Cancels);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task OtherSite_MayNotPress(string site)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Post, "/api/prog", ("Sec-Fetch-Site", site), Proof));
        Assert.Empty(Station.Presses);
    }

    [Fact]
    public async Task PressWithoutTheProofHeader_IsRefused()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Post, "/api/prog"));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Post, "/api/cancel"));
        Assert.Empty(Station.Presses);
    }

    [Fact]
    public async Task OwnPage_PressesAsPage()
    {
        var origin = $"http://127.0.0.1:{Host.Url!.Port}";

        Assert.Equal(HttpStatusCode.Accepted, await Send(HttpMethod.Post, "/api/prog", ("Origin", origin), ("Sec-Fetch-Site", "same-origin"), Proof));

        Assert.Equal([PressSource.Page], Station.Presses);
    }

    [Theory]
    [InlineData("/api/prog")]
    [InlineData("/api/cancel")]
    public async Task Get_NeverActs(string path)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Send(HttpMethod.Get, path, Proof));
        Assert.Empty(Station.Presses);
        Assert.Equal(0, Station.Cancels);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/panel")]
    [InlineData("/nothing")]
    public async Task EveryAnswer_CarriesTheSecurityHeaders(string path)
    {
        using var response = await Client.GetAsync(path, Deadline);

        Assert.StartsWith("default-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("no-store", response.Headers.GetValues("Cache-Control").Single());
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
