// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Appliance.Ports.Remote;

namespace Appliance.Platform.Remote;

/// <summary>A door on TCP. There is no password, as a Flasher has none: it listens where the engineer says, on this machine alone unless told.</summary>
/// <param name="at">Address and port to listen on; port 0 takes a free one.</param>
/// <param name="handed">Gives the socket that somebody else has opened there; null for none.</param>
public sealed class TcpDoor(IPEndPoint at, Func<IPEndPoint, Socket?>? handed = null) : IRemoteDoor
{
    private const int MostCallers = 4;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<TcpCaller, bool> _callers = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _listener;
    private Socket? _taken;
    private Thread? _thread;
    private string? _trouble;

    /// <inheritdoc/>
    public event Action<string?>? TroubleChanged;

    /// <inheritdoc/>
    public string Name => $"TCP {at}";

    /// <summary>The port, once the door is open.</summary>
    public Task<int> Port => _port.Task;

    /// <inheritdoc/>
    public void Open(Func<IRemoteCaller, IRemoteConversation> answer)
    {
        // Taken here, so that whoever handed it knows when this returns.
        _taken = handed?.Invoke(at);
        _thread = new Thread(() => Listen(answer)) { IsBackground = true, Name = "remote tcp" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_closing.IsCancellationRequested) return;
        _closing.Cancel();
        Volatile.Read(ref _listener)?.Dispose();
        _thread?.Join();
        foreach (var caller in _callers.Keys) caller.Dispose();
        _closing.Dispose();
    }

    private void Listen(Func<IRemoteCaller, IRemoteConversation> answer)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                using var listener = Interlocked.Exchange(ref _taken, null) ?? handed?.Invoke(at) ?? new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                Volatile.Write(ref _listener, listener);
                if (!listener.IsBound) Bind(listener);
                listener.Listen(MostCallers);
                _port.TrySetResult(((IPEndPoint)listener.LocalEndPoint!).Port);
                Tell(null);
                while (!_closing.IsCancellationRequested) Welcome(listener.Accept(), answer);
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                if (_closing.IsCancellationRequested) return;
                Tell($"The remote control on {Name} cannot be reached: {closed.Message}.{Hint(closed)}");
                _closing.Token.WaitHandle.WaitOne(Retry);
            }
        }
    }

    private void Bind(Socket listener)
    {
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(at);
    }

    private void Welcome(Socket socket, Func<IRemoteCaller, IRemoteConversation> answer)
    {
        if (_callers.Count >= MostCallers)
        {
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        socket.SendTimeout = (int)SendLimit.TotalMilliseconds;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var caller = new TcpCaller(socket, answer, gone => _callers.TryRemove(gone, out _));
        _callers[caller] = true;
        caller.Start();
    }

    /// <summary>A port below 1024 is not for a service without root.</summary>
    private static string Hint(Exception closed) =>
        closed is SocketException { SocketErrorCode: SocketError.AccessDenied } ? " systemd opens such a port for it: systemctl enable appliance-remote.socket." : "";

    private void Tell(string? trouble)
    {
        if (trouble == _trouble) return;
        _trouble = trouble;
        TroubleChanged?.Invoke(trouble);
    }
}

/// <summary>One caller on TCP: a thread listens, another one sends.</summary>
internal sealed class TcpCaller(Socket socket, Func<IRemoteCaller, IRemoteConversation> answer, Action<TcpCaller> gone) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly CallerQueue _queue = new(greets: true, _ => false);
    private volatile bool _over;

    public void Start()
    {
        new Thread(Listen) { IsBackground = true, Name = "remote caller" }.Start();
    }

    public void Dispose()
    {
        _over = true;
        socket.Dispose();
    }

    private void Listen()
    {
        var sender = new Thread(SendAll) { IsBackground = true, Name = "remote answers" };
        sender.Start();
        using (var conversation = answer(_queue))
        {
            Converse(conversation);
            gone(this);
        }

        Dispose();
        sender.Join();
    }

    private void Converse(IRemoteConversation conversation)
    {
        var buffer = new byte[4096];
        try
        {
            while (!_over && socket.Receive(buffer) is > 0 and var count) conversation.Take(buffer.AsSpan(0, count));
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            _over = true;
        }
    }

    private void SendAll()
    {
        try
        {
            while (!_over && !_queue.Overflowed)
            {
                if (_queue.TryTake(out var bytes, out _, Look)) Send(bytes);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            _over = true;
        }

        socket.Dispose();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[socket.Send(bytes)..];
    }
}
