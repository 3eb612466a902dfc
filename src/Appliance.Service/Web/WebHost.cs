// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Appliance.Service.Web;

/// <summary>
/// Serves the pages: in plain HTTP to this machine alone (127.0.0.1 and ::1), and by TLS to the network where that is wanted. It reads no
/// configuration and logs nothing of its own. Life cycle: create → <see cref="Start"/> → dispose (open pages are told, then closed).
/// </summary>
internal sealed class WebHost : IAsyncDisposable
{
    /// <summary>Bytes of a request; an address that takes more says so itself.</summary>
    private const int LongestBody = 4096;

    private const int MostConnections = 100;

    /// <summary>Ports below it are for root alone (ip(7), ip_unprivileged_port_start).</summary>
    private const int FirstFreePort = 1024;

    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(5);

    private readonly WebApplicationBuilder _builder;
    private readonly WebParts _parts;
    private readonly PanelFeed _feed;
    private WebApplication? _app;

    /// <summary>Creates the host; it listens to nobody before <see cref="Start"/>.</summary>
    /// <param name="parts">What the pages show and change; its desk is disposed by its owner.</param>
    public WebHost(WebParts parts)
    {
        _parts = parts;
        _feed = new PanelFeed(parts.Station, parts.Time, parts.Troubles);
        _builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _builder.Services.AddRoutingCore();
        _builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownLimit);
        _builder.Services.AddSingleton<IHostLifetime, LivesAsLongAsItsOwner>();
        _builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
    }

    /// <summary>Where this machine finds the page; null before <see cref="Start"/>.</summary>
    public Uri? Url { get; private set; }

    /// <summary>TCP port of the network; null where it is not served.</summary>
    public int? NetworkPort { get; private set; }

    /// <summary>Listens.</summary>
    /// <param name="addresses">Where.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="WebHostException">A port is taken or may not be used.</exception>
    public async Task Start(WebAddresses addresses, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(addresses.Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(addresses.Port, IPEndPoint.MaxPort);
        _builder.WebHost.ConfigureKestrel(options => Listen(options, addresses));
        if (addresses.Handed is { } handed)
            _builder.WebHost.UseSockets(options => options.CreateBoundListenSocket = at => (at is IPEndPoint ip ? handed(ip) : null) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(at));
        _app = _builder.Build();
        Pages.Map(_app, _feed, _parts, () => NetworkPort);
        _feed.Start();
        try
        {
            await _app.StartAsync(cancel);
        }
        catch (IOException refused) when (refused.InnerException is AddressInUseException)
        {
            throw new WebHostException($"Port {Ports(addresses)} is taken by another program; is the appliance running already?", refused);
        }
        catch (Exception refused) when (refused is IOException or System.Net.Sockets.SocketException)
        {
            throw new WebHostException($"Cannot listen on port {Ports(addresses)} of this machine: {refused.Message}{Hint(addresses)}", refused);
        }

        Url = new UriBuilder(Uri.UriSchemeHttp, "localhost", PortOf(_app, Uri.UriSchemeHttp)!.Value).Uri;
        NetworkPort = PortOf(_app, Uri.UriSchemeHttps);
    }

    /// <summary>Closes open pages and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _feed.Dispose();
    }

    private static void Listen(KestrelServerOptions options, WebAddresses addresses)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LongestBody;
        options.Limits.MaxConcurrentConnections = MostConnections;
        if (addresses.Port == 0)
            options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        else
            options.ListenLocalhost(addresses.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        if (addresses.Network is not { } network)
            return;
        if (network.Address is { } address)
            options.Listen(address, network.Port, endpoint => Protect(endpoint, network));
        else
            options.ListenAnyIP(network.Port, endpoint => Protect(endpoint, network));
        if (network.RedirectPort == 0)
            return;
        if (network.Address is { } redirects)
            options.Listen(redirects, network.RedirectPort, OnToTls.Mark);
        else
            options.ListenAnyIP(network.RedirectPort, OnToTls.Mark);
    }

    private static void Protect(ListenOptions endpoint, NetworkListener network)
    {
        endpoint.Protocols = HttpProtocols.Http1AndHttp2;
        endpoint.UseHttps(https =>
        {
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.ServerCertificateSelector = (_, _) => network.Certificate();
        });
    }

    private static string Ports(WebAddresses addresses) => string.Join(" or ", All(addresses));

    private static IEnumerable<int> All(WebAddresses addresses) => new[] { addresses.Port, addresses.Network?.Port ?? 0, addresses.Network?.RedirectPort ?? 0 }.Where(port => port > 0);

    private static string Hint(WebAddresses addresses) => All(addresses).Any(port => port < FirstFreePort)
        ? $" A port below {FirstFreePort} is opened by systemd: systemctl enable appliance-https.socket appliance-http.socket, then start the service again."
        : "";

    private static int? PortOf(WebApplication app, string scheme) =>
        app.Urls.Select(url => new Uri(url)).FirstOrDefault(url => url.Scheme == scheme)?.Port;
}

/// <summary>Leaves SIGINT and SIGTERM to the program: the default lifetime takes them, and would stop the page but not the program.</summary>
internal sealed class LivesAsLongAsItsOwner : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The page cannot be served.</summary>
internal sealed class WebHostException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One plain sentence for whoever started the service.</param>
    /// <param name="inner">What the system said.</param>
    public WebHostException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
