// SPDX-License-Identifier: Apache-2.0
using System.Net;
using Appliance.Jobs.Running;
using Appliance.Ports.Records;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Appliance.Service.Web;

/// <summary>
/// Serves the page to this machine alone: it listens on 127.0.0.1 and ::1 and on nothing else. It reads no configuration and logs nothing of its
/// own. Life cycle: create → <see cref="Start"/> → dispose (open pages are told, then closed).
/// </summary>
public sealed class WebHost : IAsyncDisposable
{
    private const int LongestBody = 4096;
    private const int MostConnections = 100;
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(5);

    private readonly WebApplicationBuilder _builder;
    private readonly PanelFeed _feed;
    private readonly Func<int, IReadOnlyList<RecordRow>> _records;
    private WebApplication? _app;

    /// <summary>Creates the host; it listens to nobody before <see cref="Start"/>.</summary>
    /// <param name="station">What the page shows and presses.</param>
    /// <param name="records">The newest records, newest first; the argument is how many at most. Called on any thread.</param>
    /// <param name="time">Appliance time.</param>
    /// <param name="troubles">What is wrong with the panel itself, in sentences; null for nothing. Called on any thread.</param>
    public WebHost(IStation station, Func<int, IReadOnlyList<RecordRow>> records, TimeProvider time, Func<IReadOnlyList<string>>? troubles = null)
    {
        _records = records;
        _feed = new PanelFeed(station, time, troubles ?? (() => []));
        _builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _builder.Services.AddRoutingCore();
        _builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownLimit);
        _builder.Services.AddSingleton<IHostLifetime, LivesAsLongAsItsOwner>();
        _builder.WebHost.UseKestrelCore();
    }

    /// <summary>Where the page is; null before <see cref="Start"/>.</summary>
    public Uri? Url { get; private set; }

    /// <summary>Listens.</summary>
    /// <param name="port">TCP port; 0 takes a free one, on 127.0.0.1 only.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="WebHostException">The port is taken or may not be used.</exception>
    public async Task Start(int port, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        _builder.WebHost.ConfigureKestrel(options => Listen(options, port));
        _app = _builder.Build();
        PanelPage.Map(_app, _feed, _records);
        _feed.Start();
        try
        {
            await _app.StartAsync(cancel);
        }
        catch (IOException refused) when (refused.InnerException is AddressInUseException)
        {
            throw new WebHostException($"Port {port} is taken by another program; is the appliance running already?", refused);
        }
        catch (Exception refused) when (refused is IOException or System.Net.Sockets.SocketException)
        {
            throw new WebHostException($"Cannot listen on port {port} of this machine: {refused.Message}", refused);
        }

        Url = AddressOf(_app);
    }

    /// <summary>Closes open pages and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _feed.Dispose();
    }

    private static void Listen(KestrelServerOptions options, int port)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LongestBody;
        options.Limits.MaxConcurrentConnections = MostConnections;
        if (port == 0)
            options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        else
            options.ListenLocalhost(port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }

    private static Uri AddressOf(WebApplication app) =>
        new UriBuilder(Uri.UriSchemeHttp, "localhost", new Uri(app.Urls.First()).Port).Uri;
}

/// <summary>Leaves SIGINT and SIGTERM to the program: the default lifetime takes them, and would stop the page but not the program.</summary>
internal sealed class LivesAsLongAsItsOwner : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The page cannot be served.</summary>
public sealed class WebHostException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One plain sentence for whoever started the service.</param>
    /// <param name="inner">What the system said.</param>
    public WebHostException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
