// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Appliance.Platform.Remote;
using Appliance.Platform.Systemd;
using Appliance.Ports.Remote;

namespace Appliance.Platform.Tests.Systemd;

/// <summary>Sockets that somebody else opened, as systemd hands them over; here the descriptor is one of this process.</summary>
public sealed class ListenSocketsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Socket _opened = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ListenSocketsTests()
    {
        _opened.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _opened.Listen();
    }

    private IPEndPoint At => (IPEndPoint)_opened.LocalEndPoint!;

    public void Dispose() => _opened.Dispose();

    [Fact]
    public async Task Take_AddressAndPortAskedFor_IsTheSocketThatListens()
    {
        var sockets = Handed();
        Assert.Equal(At, Assert.Single(sockets.Unused));

        using var taken = sockets.Take(At)!;

        Assert.Empty(sockets.Unused);
        using var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await caller.ConnectAsync(At);
        using var answered = await taken.AcceptAsync().WaitAsync(Patience);
        Assert.Equal(caller.LocalEndPoint, answered.RemoteEndPoint);
    }

    [Fact]
    public void Take_AnotherPortOrAddress_IsNothing()
    {
        var sockets = Handed();

        Assert.Null(sockets.Take(new IPEndPoint(IPAddress.Loopback, At.Port == 1 ? 2 : 1)));
        Assert.Null(sockets.Take(new IPEndPoint(IPAddress.Any, At.Port)));
        Assert.NotEmpty(sockets.Unused);
    }

    [Fact]
    public void Take_SocketOfEveryAddress_IsNotTakenForOne()
    {
        using var open = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        open.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        open.Listen();
        var port = ((IPEndPoint)open.LocalEndPoint!).Port;
        var sockets = ListenSockets.Of(Variables("1"), Environment.ProcessId, (int)open.SafeHandle.DangerousGetHandle());

        Assert.Null(sockets.Take(new IPEndPoint(IPAddress.Loopback, port)));
        using var taken = sockets.Take(new IPEndPoint(IPAddress.Any, port));
        Assert.NotNull(taken);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("1", "1")]
    [InlineData(null, "1")]
    [InlineData("own", "x")]
    [InlineData("own", "-1")]
    [InlineData("own", null)]
    public void Of_VariablesThatAreNotForThisProcessOrNoNumber_IsNothing(string? process, string? count)
    {
        var values = new Dictionary<string, string?> { ["LISTEN_PID"] = process == "own" ? Own : process, ["LISTEN_FDS"] = count };

        Assert.Empty(ListenSockets.Of(values.GetValueOrDefault, Environment.ProcessId, Descriptor).Unused);
    }

    [Fact]
    public void Of_DescriptorThatIsNoListeningSocket_IsLeftAlone()
    {
        using var file = File.OpenHandle("/dev/null");
        using var idle = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        Assert.Empty(ListenSockets.Of(Variables("1"), Environment.ProcessId, (int)file.DangerousGetHandle()).Unused);
        Assert.Empty(ListenSockets.Of(Variables("1"), Environment.ProcessId, (int)idle.SafeHandle.DangerousGetHandle()).Unused);
    }

    [Fact]
    public async Task Door_WithASocketHandedOver_AnswersThere()
    {
        var sockets = Handed();
        using var door = new TcpDoor(At, sockets.Take);
        door.Open(caller => new Echo(caller));
        Assert.Equal(At.Port, await door.Port.WaitAsync(Patience));

        using var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        await caller.ConnectAsync(At);
        caller.Send("x"u8);
        Assert.Equal(1, caller.Receive(new byte[8]));
    }

    private static string Own => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private int Descriptor => (int)_opened.SafeHandle.DangerousGetHandle();

    private static Func<string, string?> Variables(string count) => new Dictionary<string, string?> { ["LISTEN_PID"] = Own, ["LISTEN_FDS"] = count }.GetValueOrDefault;

    private ListenSockets Handed() => ListenSockets.Of(Variables("1"), Environment.ProcessId, Descriptor);

    private sealed class Echo(IRemoteCaller caller) : IRemoteConversation
    {
        public void Take(ReadOnlySpan<byte> bytes) => caller.Send(bytes.ToArray());

        public void Dispose()
        {
        }
    }
}
