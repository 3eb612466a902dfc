// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Serial;

/// <summary>Bytes to another program over TCP, as they are: a GDB server, or a serial line that is served raw.</summary>
public sealed class TcpLine : IByteLine
{
    private readonly Socket _socket;

    private TcpLine(string name, Socket socket) => (Name, _socket) = (name, socket);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Connects.</summary>
    /// <param name="host">Host name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="deadline">How long connecting may take.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <exception cref="SerialException">Nobody listens there, or nobody answers.</exception>
    public static TcpLine Open(string host, int port, TimeSpan deadline, TimeProvider time)
    {
        var name = $"{host}:{port}";
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var late = new CancellationTokenSource(deadline, time);
            socket.ConnectAsync(host, port, late.Token).AsTask().GetAwaiter().GetResult();
            return new TcpLine(name, socket);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            var why = error is SocketException refused ? refused.SocketErrorCode.ToString() : $"no connection within {deadline.TotalSeconds:0.#} s";
            throw new SerialException(SerialFault.NotFound, $"Nobody can be reached at {name}: {why}.", error);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        try
        {
            _socket.SendTimeout = Math.Max(1, (int)limit.TotalMilliseconds);
            while (bytes.Length > 0) bytes = bytes[_socket.Send(bytes)..];
        }
        catch (SocketException late) when (late.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new SerialException(SerialFault.Timeout, $"{Name} took nothing more for {limit.TotalSeconds:0.###} s.", late);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw Gone(broken);
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, TimeSpan limit)
    {
        try
        {
            if (!_socket.Poll(limit < TimeSpan.Zero ? TimeSpan.Zero : limit, SelectMode.SelectRead)) return 0;
            return _socket.Receive(buffer) is > 0 and var count ? count : throw Gone(null);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw Gone(broken);
        }
    }

    /// <inheritdoc/>
    public void Discard()
    {
        Span<byte> unread = stackalloc byte[256];
        try
        {
            while (_socket.Available > 0) _socket.Receive(unread);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw Gone(broken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private SerialException Gone(Exception? why) => new(SerialFault.Gone, $"{Name} closed the connection{(why is null ? "" : $": {why.Message}")}.", why);
}
