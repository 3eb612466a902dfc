// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.Platform.Remote;
using Appliance.Platform.Serial;
using Appliance.Platform.Tests.Serial;
using Appliance.Ports.Remote;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Tests.Remote;

/// <summary>Doors with an answerer that gives back what it got, in upper case.</summary>
public sealed class DoorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Tcp_Callers_EachHaveTheirOwnConversation()
    {
        using var door = new TcpDoor(new IPEndPoint(IPAddress.Loopback, 0));
        door.Open(caller => new Upper(caller));
        using var first = await Call(door);
        using var second = await Call(door);
        Say(first, "one ");
        Say(second, "two");
        Assert.Equal("TWO", Read(second, 3));
        Say(first, "more");

        Assert.Equal("ONE MORE", Read(first, 8));
    }

    [Fact]
    public async Task Tcp_CallerHangsUp_EndsTheConversationAndLetsTheNextIn()
    {
        var ended = new SemaphoreSlim(0);
        using var door = new TcpDoor(new IPEndPoint(IPAddress.Loopback, 0));
        door.Open(caller => new Upper(caller, () => ended.Release()));
        for (var round = 0; round < 12; round++)
        {
            using (var caller = await Call(door))
            {
                Say(caller, "x");
                Assert.Equal("X", Read(caller, 1));
            }

            Assert.True(await ended.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task Tcp_Dispose_HangsUp()
    {
        var door = new TcpDoor(new IPEndPoint(IPAddress.Loopback, 0));
        door.Open(caller => new Upper(caller));
        using var caller = await Call(door);
        Say(caller, "x");
        Assert.Equal("X", Read(caller, 1));
        door.Dispose();

        Assert.True(IsHungUp(caller));
    }

    [Fact]
    public async Task Tcp_PortTaken_IsToldAndTriedAgain()
    {
        var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var troubles = System.Threading.Channels.Channel.CreateUnbounded<string?>();
        using var door = new TcpDoor((IPEndPoint)taken.LocalEndpoint);
        door.TroubleChanged += trouble => troubles.Writer.TryWrite(trouble);
        door.Open(caller => new Upper(caller));
        using var deadline = new CancellationTokenSource(Patience);
        Assert.Contains("cannot be reached", await troubles.Reader.ReadAsync(deadline.Token), StringComparison.Ordinal);

        taken.Stop();
        Assert.Null(await troubles.Reader.ReadAsync(deadline.Token));
    }

    [Fact]
    public void Serial_Caller_IsAnsweredAndTheSpeedChangesAfterTheAnswer()
    {
        using var terminal = new PseudoTerminal();
        var line = new Watched(new LinuxSerial(TimeProvider.System).Open(terminal.Device, new SerialFormat(9600)));
        using var door = new SerialDoor(new OneLine(line), terminal.Device, new SerialFormat(9600));
        door.Open(caller => new Upper(caller));
        terminal.Send("hello!"u8.ToArray());
        Assert.Equal("HELLO!"u8.ToArray(), terminal.Receive(6));

        Assert.True(line.Changed.Wait(Patience));
        Assert.Equal(["write 6", "speed 57600"], line.Log);
    }

    [Fact]
    public void Serial_LineGone_IsTold()
    {
        var told = new SemaphoreSlim(0);
        var terminal = new PseudoTerminal();

        // Open before a byte is sent: a terminal that is not yet raw echoes, and what it has is dropped when it is opened.
        var line = new LinuxSerial(TimeProvider.System).Open(terminal.Device, new SerialFormat(9600));
        using var door = new SerialDoor(new OneLine(line), terminal.Device, new SerialFormat(9600));
        door.TroubleChanged += trouble => told.Release();
        door.Open(caller => new Upper(caller));
        terminal.Send("x"u8.ToArray());
        Assert.Equal("X"u8.ToArray(), terminal.Receive(1));
        terminal.Dispose();

        Assert.True(told.Wait(Patience));
    }

    private static async Task<Socket> Call(TcpDoor door)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        await socket.ConnectAsync(IPAddress.Loopback, await door.Port.WaitAsync(Patience));
        return socket;
    }

    /// <summary>Told in order or by a reset: the system decides.</summary>
    private static bool IsHungUp(Socket socket)
    {
        try
        {
            return socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException gone)
        {
            return gone.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private static void Say(Socket socket, string text) => socket.Send(Encoding.ASCII.GetBytes(text));

    private static string Read(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var read = socket.Receive(bytes, at, count - at, SocketFlags.None);
            Assert.NotEqual(0, read);
            at += read;
        }

        return Encoding.ASCII.GetString(bytes);
    }

    /// <summary>Answers in upper case; an exclamation mark asks for another speed.</summary>
    private sealed class Upper(IRemoteCaller caller, Action? ended = null) : IRemoteConversation
    {
        public void Take(ReadOnlySpan<byte> bytes)
        {
            var text = Encoding.ASCII.GetString(bytes);
            caller.Send(Encoding.ASCII.GetBytes(text.ToUpperInvariant()));
            if (text.Contains('!') && caller.HasSpeed(57600)) caller.ChangeSpeed(57600);
        }

        public void Dispose() => ended?.Invoke();
    }

    private sealed class OneLine(ISerialLine line) : ISerialPorts
    {
        public IReadOnlyList<SerialPort> List() => [];

        public ISerialLine Open(string device, SerialFormat format) => line;
    }

    /// <summary>Writes down what is done to a line, and in which order.</summary>
    private sealed class Watched(ISerialLine line) : ISerialLine
    {
        public List<string> Log { get; } = [];

        public ManualResetEventSlim Changed { get; } = new();

        public string Name => line.Name;

        public SerialFormat Format => line.Format;

        public void Change(SerialFormat format)
        {
            line.Change(format);
            Log.Add($"speed {format.Baud}");
            Changed.Set();
        }

        public void Write(ReadOnlySpan<byte> bytes, TimeSpan limit)
        {
            line.Write(bytes, limit);
            if (bytes.Length > 0) Log.Add($"write {bytes.Length}");
        }

        public int Read(Span<byte> buffer, TimeSpan limit) => line.Read(buffer, limit);

        public void Discard() => line.Discard();

        public void SetOutputs(bool dtr, bool rts) => line.SetOutputs(dtr, rts);

        public void SetBreak(bool on) => line.SetBreak(on);

        public void Dispose() => line.Dispose();
    }
}
