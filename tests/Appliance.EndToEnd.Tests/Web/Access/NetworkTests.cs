// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Appliance.Service.Web;
using Appliance.Service.Web.Access;

namespace Appliance.EndToEnd.Tests.Web.Access;

/// <summary>What the network may do, over real TLS.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    private readonly TestAccess _access = new();
    private readonly FakeStation _station = new();
    private WebHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = new WebHost(_access.Parts(_station));
        await _host.Start(new WebAddresses(0, _access.Network));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _access.Dispose();
    }

    [Theory]
    [InlineData("/api/prog")]
    [InlineData("/api/cancel")]
    public async Task Network_WithoutLogIn_LooksButDoesNotPress(string path)
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);

        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/panel")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post(path)).Status);

        Assert.Empty(_station.Presses);
        Assert.Equal(0, _station.Cancels);
    }

    [Fact]
    public async Task ThisMachine_WithoutLogIn_Presses()
    {
        _access.SetPassword();
        using var browser = Browser.Local(_host);

        Assert.Equal(HttpStatusCode.Accepted, (await browser.Post("/api/prog")).Status);

        Assert.Single(_station.Presses);
    }

    [Fact]
    public async Task Network_LoggedIn_PressesUntilLogOut()
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);
        await browser.LogIn();

        Assert.Equal(HttpStatusCode.Accepted, (await browser.Post("/api/prog")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.Post("/api/logout")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("/api/prog")).Status);

        Assert.Single(_station.Presses);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Change_WithoutTheTokenOfTheLogIn_IsRefused(string? csrf)
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);
        await browser.LogIn();
        browser.Csrf = csrf;

        var (status, body) = await browser.Post("/api/prog");

        Assert.Equal((HttpStatusCode.Forbidden, "csrf"), (status, body.GetProperty("code").GetString()));
        Assert.Empty(_station.Presses);
    }

    [Fact]
    public async Task Change_WithTheTokenOfAnotherLogIn_IsRefused()
    {
        _access.SetPassword();
        using var one = Browser.OfNetwork(_host);
        using var two = Browser.OfNetwork(_host);
        await one.LogIn();
        await two.LogIn();
        two.Csrf = one.Csrf;

        Assert.Equal(HttpStatusCode.Forbidden, (await two.Post("/api/prog")).Status);
    }

    [Fact]
    public async Task Cookie_IsForThisSiteAloneAndUnseenByScripts()
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/login") { Content = System.Net.Http.Json.JsonContent.Create(new { password = TestAccess.Password }) };
        request.Headers.Add("X-Appliance", "page");

        using var response = await browser.Client.SendAsync(request);

        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-appliance=", cookie, StringComparison.Ordinal);
        foreach (var word in new[] { "path=/", "secure", "samesite=strict", "httponly" })
            Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WrongPasswords_AreSlowedDownAndTheRightOneMustWaitToo()
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);
        for (var i = 0; i < AttemptRules.OneCaller.Free; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("/api/login", new { password = "wrong wrong" })).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.Post("/api/login", new { password = TestAccess.Password })).Status);
        _access.Clock.Advance(AttemptRules.OneCaller.First);

        await browser.LogIn();
    }

    [Fact]
    public async Task OpenPageThatOnlyLooks_DoesNotKeepTheLogInAlive()
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);
        await browser.LogIn();

        for (var minute = 0; minute < SessionBook.Idle.TotalMinutes; minute++)
        {
            _access.Clock.Advance(TimeSpan.FromMinutes(1));
            await browser.Get("/api/panel");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("/api/prog")).Status);
    }

    [Fact]
    public async Task NewPassword_LogsOutEverybodyElse()
    {
        _access.SetPassword();
        using var one = Browser.OfNetwork(_host);
        using var two = Browser.OfNetwork(_host);
        await one.LogIn();
        await two.LogIn();

        Assert.Equal(HttpStatusCode.OK, (await one.Post("/api/password", new { old = TestAccess.Password, password = "another long one" })).Status);
        await one.TakeCsrf();

        Assert.Equal(HttpStatusCode.Accepted, (await one.Post("/api/prog")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await two.Post("/api/prog")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await two.Post("/api/login", new { password = TestAccess.Password })).Status);
    }

    [Fact]
    public async Task NewPassword_WithoutTheOldOne_IsRefused()
    {
        _access.SetPassword();
        using var browser = Browser.Local(_host);
        await browser.LogIn();

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("/api/password", new { old = "not the old one", password = "another long one" })).Status);
        Assert.True(_access.Passwords.Matches(TestAccess.Password));
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.168.0.10", HttpStatusCode.OK)]
    [InlineData("[fd00::1]", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    public async Task Network_ForeignNames_AreRefused(string host, HttpStatusCode expected)
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/panel");
        request.Headers.Host = host;

        using var response = await browser.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Network_ForeignOrigin_IsRefusedWhateverTheCookie()
    {
        _access.SetPassword();
        using var browser = Browser.OfNetwork(_host);
        await browser.LogIn();
        browser.Client.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post("/api/prog")).Status);
    }
}
