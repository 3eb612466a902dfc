// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Appliance.EndToEnd.Tests.Web.Access;
using Appliance.Service.Web;

namespace Appliance.EndToEnd.Tests.Web;

/// <summary>Ports that somebody else opens for the service, and the plain one that sends browsers on to TLS.</summary>
public sealed class PrivilegedPortTests : IDisposable
{
    private readonly TestAccess _access = new();
    private readonly FakeStation _station = new();
    private readonly Socket _opened = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public PrivilegedPortTests()
    {
        _opened.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _opened.Listen();
    }

    public void Dispose()
    {
        _opened.Dispose();
        _access.Dispose();
    }

    [Fact]
    public async Task SocketHandedOver_IsServedByTls()
    {
        _access.SetPassword();
        var at = (IPEndPoint)_opened.LocalEndPoint!;
        await using var host = new WebHost(_access.Parts(_station));
        await host.Start(new WebAddresses(0, _access.Network with { Port = at.Port }, asked => asked.Equals(at) ? _opened : null));

        Assert.Equal(at.Port, host.NetworkPort);
        using var browser = Browser.OfNetwork(host);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/api/panel")).Status);
    }

    [Fact]
    public async Task PlainPort_SendsBrowsersOnToTls_AndAnswersNothingElse()
    {
        _access.SetPassword();
        var at = (IPEndPoint)_opened.LocalEndPoint!;
        await using var host = new WebHost(_access.Parts(_station));
        await host.Start(new WebAddresses(0, _access.Network with { RedirectPort = at.Port }, asked => asked.Equals(at) ? _opened : null));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{at.Port}"), Timeout = TimeSpan.FromSeconds(60) };

        using var page = await client.GetAsync("/records?page=2");
        using var press = await client.PostAsync("/api/prog", null);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, new Uri($"https://127.0.0.1:{host.NetworkPort}/records?page=2")), (page.StatusCode, page.Headers.Location));
        Assert.Equal(HttpStatusCode.Forbidden, press.StatusCode);
        Assert.Empty(_station.Presses);
        Assert.Equal(HttpStatusCode.OK, (await Browser.Local(host).Get("/api/panel")).Status);
    }
}
