// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Appliance.Service.Web;

namespace Appliance.EndToEnd.Tests.Web;

public sealed class WebHostTests
{
    [Fact]
    public async Task TakenPort_IsAClearError()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var host = NewHost();

        var error = await Assert.ThrowsAsync<WebHostException>(() => host.Start(new WebAddresses(port)));

        Assert.Contains($"Port {port} is taken", error.Message);
        Assert.Null(host.Url);
    }

    [Fact]
    public async Task OwnPort_ListensOnLoopbackAndNowhereElse()
    {
        var port = FreePort();
        await using var host = NewHost();
        await host.Start(new WebAddresses(port));

        Assert.Equal(new Uri($"http://localhost:{port}/"), host.Url);
        Assert.True(await Answers(IPAddress.Loopback, port));
        Assert.Equal(HasIPv6Loopback(), await Answers(IPAddress.IPv6Loopback, port));
        Assert.All(Dns.GetHostAddresses(Dns.GetHostName()).Where(address => !IPAddress.IsLoopback(address)),
            address => Assert.False(Answers(address, port).GetAwaiter().GetResult()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task ImpossiblePort_IsRefused(int port)
    {
        await using var host = NewHost();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Start(new WebAddresses(port)));
    }

    private static WebHost NewHost() => new(new TestAccess().Parts(new FakeStation()));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static bool HasIPv6Loopback()
    {
        try
        {
            using var probe = new TcpListener(IPAddress.IPv6Loopback, 0);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<bool> Answers(IPAddress address, int port)
    {
        using var client = new TcpClient(address.AddressFamily);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await client.ConnectAsync(address, port, deadline.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
