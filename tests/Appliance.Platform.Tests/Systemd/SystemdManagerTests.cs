// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using System.Text;
using Appliance.Platform.Systemd;
using Appliance.Platform.Tests.Files;
using Appliance.Ports.Host;

namespace Appliance.Platform.Tests.Systemd;

/// <summary>What systemd hears, on a socket of the test's own.</summary>
public sealed class SystemdManagerTests : IDisposable
{
    private const int Process = 4711;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_SocketOfAPathOrAnAbstractName_ArriveInTheWordsOfTheProtocol(bool isAbstract)
    {
        using var systemd = Listen(isAbstract, out var name);
        var manager = Manager(("NOTIFY_SOCKET", name));

        Assert.True(manager.Status("Looking at the disk."));
        Assert.True(manager.Ready("Page http://localhost:8080/."));
        Assert.True(manager.Alive());
        Assert.True(manager.Stopping());

        Assert.Equal("STATUS=Looking at the disk.", Next(systemd));
        Assert.Equal("READY=1\nSTATUS=Page http://localhost:8080/.", Next(systemd));
        Assert.Equal("WATCHDOG=1", Next(systemd));
        Assert.Equal("STOPPING=1", Next(systemd));
    }

    [Theory]
    [InlineData("a\nREADY=1", "STATUS=a READY=1")]
    [InlineData("a\r\nb", "STATUS=a b")]
    public void Status_LineBreaks_CannotSayAnotherWord(string status, string heard)
    {
        using var systemd = Listen(isAbstract: true, out var name);

        Manager(("NOTIFY_SOCKET", name)).Status(status);

        Assert.Equal(heard, Next(systemd));
    }

    [Fact]
    public void Status_LongerThanADatagramMayBe_IsCut()
    {
        using var systemd = Listen(isAbstract: true, out var name);

        Assert.True(Manager(("NOTIFY_SOCKET", name)).Status(new string('x', 100_000)));

        Assert.InRange(Next(systemd).Length, 100, 4096);
    }

    [Fact]
    public void Messages_NobodyListensOnTheSocket_AreLostAndNothingElseHappens()
    {
        var manager = Manager(("NOTIFY_SOCKET", Path.Combine(_folder.Path, "gone")));

        Assert.False(manager.Ready("x"));
        Assert.False(manager.Alive());
    }

    [Fact]
    public void Messages_QueueIsFull_DoNotWait()
    {
        using var systemd = Listen(isAbstract: true, out var name);
        var manager = Manager(("NOTIFY_SOCKET", name));
        var delivered = 0;

        while (delivered < 100_000 && manager.Alive()) delivered++;

        Assert.InRange(delivered, 1, 99_999);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("vsock:2:1234")]
    public void Of_NoSocketThatIsKnown_IsNobody(string? socket) =>
        Assert.IsType<NoServiceManager>(SystemdManager.Of(name => name == "NOTIFY_SOCKET" ? socket : null, Process));

    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "4711", 30.0)]
    [InlineData("30000000", "4712", null)]
    [InlineData("0", "4711", null)]
    [InlineData("soon", "4711", null)]
    [InlineData(null, "4711", null)]
    public void WatchdogLimit_VariablesOfSystemd_CountForThisProcessOnly(string? microseconds, string? process, double? seconds)
    {
        var manager = Manager(("NOTIFY_SOCKET", "@x"), ("WATCHDOG_USEC", microseconds), ("WATCHDOG_PID", process));

        Assert.Equal(seconds, manager.WatchdogLimit?.TotalSeconds);
    }

    private static IServiceManager Manager(params (string Name, string? Value)[] variables) =>
        SystemdManager.Of(name => variables.SingleOrDefault(variable => variable.Name == name).Value, Process);

    private Socket Listen(bool isAbstract, out string name)
    {
        var unique = $"appliance-test-{Guid.NewGuid():N}";
        name = isAbstract ? $"@{unique}" : Path.Combine(_folder.Path, unique);
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{unique}" : name));
        return socket;
    }

    private static string Next(Socket systemd)
    {
        var buffer = new byte[8192];
        return Encoding.UTF8.GetString(buffer, 0, systemd.Receive(buffer));
    }
}
