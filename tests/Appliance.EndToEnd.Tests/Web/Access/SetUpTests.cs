// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Appliance.Service.Web;
using Appliance.Service.Web.Access;

namespace Appliance.EndToEnd.Tests.Web.Access;

/// <summary>The first set-up over real HTTP and TLS.</summary>
public sealed class SetUpTests : IAsyncLifetime
{
    private readonly TestAccess _access = new();
    private readonly FakeStation _station = new();
    private WebHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = new WebHost(_access.Parts(_station));
        await _host.Start(new WebAddresses(0, _access.Network));
        _access.ShowCode();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _access.Dispose();
    }

    [Theory]
    [InlineData("/api/panel")]
    [InlineData("/api/panel/events")]
    [InlineData("/api/records")]
    [InlineData("/nothing")]
    public async Task Network_BeforeTheSetUp_SeesNothingElse(string path)
    {
        using var browser = Browser.OfNetwork(_host);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get(path)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post("/api/prog")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/setup")).Status);
        Assert.Empty(_station.Presses);
    }

    [Fact]
    public async Task Network_BeforeTheSetUp_IsSentToItsPage()
    {
        using var browser = Browser.OfNetwork(_host);
        browser.Client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var page = await browser.Client.GetAsync("/");

        Assert.Equal("/setup", page.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task ThisMachine_BeforeTheSetUp_LooksAndPresses()
    {
        using var browser = Browser.Local(_host);

        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/panel")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await browser.Post("/api/prog")).Status);
    }

    [Fact]
    public async Task Network_CodeOfTheDisplay_SetsUpOnceAndLogsIn()
    {
        using var browser = Browser.OfNetwork(_host);
        var code = _access.Shown!;

        Assert.Equal(HttpStatusCode.OK, (await browser.Post("/api/setup", new { code, password = TestAccess.Password })).Status);

        Assert.Null(_access.Shown);
        await browser.TakeCsrf();
        Assert.Equal(HttpStatusCode.Accepted, (await browser.Post("/api/prog")).Status);
        using var other = Browser.OfNetwork(_host);
        Assert.Equal(HttpStatusCode.Conflict, (await other.Post("/api/setup", new { code, password = "somebody else" })).Status);
        Assert.True(_access.Passwords.Matches(TestAccess.Password));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("AAAA-AAAA")]
    public async Task Network_WithoutTheRightCode_SetsNothingUp(string? code)
    {
        using var browser = Browser.OfNetwork(_host);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Post("/api/setup", new { code, password = TestAccess.Password })).Status);

        Assert.Equal(PasswordState.Missing, _access.Passwords.State);
    }

    [Fact]
    public async Task Network_GuessingTheCode_IsSlowedDown()
    {
        using var browser = Browser.OfNetwork(_host);
        for (var i = 0; i < AttemptRules.OneCaller.Free; i++)
            await browser.Post("/api/setup", new { code = "AAAA-AAAA", password = TestAccess.Password });

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.Post("/api/setup", new { code = _access.Shown, password = TestAccess.Password })).Status);
    }

    [Fact]
    public async Task WeakPassword_IsSaidAndTheCodeIsNotSpent()
    {
        using var browser = Browser.OfNetwork(_host);
        var code = _access.Shown;

        var (status, body) = await browser.Post("/api/setup", new { code, password = "short" });

        Assert.Equal((HttpStatusCode.BadRequest, "bad-password"), (status, body.GetProperty("code").GetString()));
        Assert.Equal(code, _access.Shown);
    }

    [Fact]
    public async Task ThisMachine_SetsUpWithoutACode()
    {
        using var browser = Browser.Local(_host);

        Assert.Equal(HttpStatusCode.OK, (await browser.Post("/api/setup", new { password = TestAccess.Password })).Status);

        Assert.Equal(PasswordState.Set, _access.Passwords.State);
        Assert.Null(_access.Shown);
    }

    [Fact]
    public async Task Nonsense_IsRefusedInPlainWords()
    {
        using var browser = Browser.OfNetwork(_host);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post("/api/setup")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.Post("/api/login", new[] { 1, 2 })).Status);
    }
}
