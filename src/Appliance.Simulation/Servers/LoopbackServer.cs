// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Servers;

/// <summary>
/// Offers a simulated device on a TCP port or a Unix socket of this machine, to one client at a time, on a thread of its own. Target time
/// there is clock cycles plus wall time.
/// </summary>
public sealed class LoopbackServer : IDisposable
{
    private const int ChunkBytes = 65_536;
    private readonly Socket _listener;
    private readonly IByteDevice _device;
    private readonly WallTime _wall;
    private readonly Lock _board;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly Lock _sending = new();
    private Socket? _client;
    private volatile bool _stopped;

    internal LoopbackServer(EndPoint address, IByteDevice device, WallTime wall, Lock board)
    {
        (_device, _wall, _board) = (device, wall, board);
        _listener = Listen(address);
        _thread = new Thread(Run) { IsBackground = true, Name = "simulated device" };
        _thread.Start();
    }

    /// <summary>The TCP port it listens on; 0 for a Unix socket.</summary>
    public int Port => (_listener.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>What ended the server before it was disposed; null while it runs.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Stops listening and drops the client.</summary>
    public void Dispose()
    {
        _stopped = true;
        _listener.Dispose();
        lock (_gate)
            _client?.Dispose();
        _thread.Join();
    }

    /// <summary>Sends what the device has to say by itself, to the client that is there, if one is.</summary>
    internal void Tell(Action<IBufferWriter<byte>> say)
    {
        var words = new ArrayBufferWriter<byte>();
        lock (_sending)
        {
            lock (_board)
                say(words);
            lock (_gate)
            {
                if (_client is { Connected: true } client && words.WrittenCount > 0)
                    client.Send(words.WrittenSpan);
            }
        }
    }

    private static Socket Listen(EndPoint address)
    {
        var tcp = address.AddressFamily != AddressFamily.Unix;
        var listener = new Socket(address.AddressFamily, SocketType.Stream, tcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen();
        return listener;
    }

    private void Run()
    {
        try
        {
            while (!_stopped)
                ServeOne();
        }
        catch (SocketException) when (_stopped)
        {
            // The listener was closed under Accept: that is how a server ends.
        }
        catch (ObjectDisposedException) when (_stopped)
        {
            // The same, seen a moment later.
        }
        catch (Exception failure)
        {
            Failure = failure;
        }
    }

    private void ServeOne()
    {
        using var client = _listener.Accept();
        if (client.AddressFamily != AddressFamily.Unix)
            client.NoDelay = true;
        lock (_gate)
            _client = client;
        try
        {
            Serve(client);
        }
        catch (SocketException)
        {
            // A client that vanishes is normal; the next one may come.
        }
        catch (ObjectDisposedException) when (_stopped)
        {
            // Dispose took the client away.
        }
    }

    private void Serve(Socket client)
    {
        var chunk = new byte[ChunkBytes];
        var answers = new ArrayBufferWriter<byte>();
        lock (_board)
            _device.Connected(answers);
        if (answers.WrittenCount > 0)
            client.Send(answers.WrittenSpan);
        answers.ResetWrittenCount();
        var goesOn = true;
        while (goesOn)
        {
            var count = client.Receive(chunk);
            if (count == 0)
                return;
            lock (_sending)
            {
                lock (_board)
                {
                    _wall.CatchUp();
                    goesOn = _device.Receive(chunk.AsSpan(0, count), answers);
                }

                if (answers.WrittenCount > 0)
                    client.Send(answers.WrittenSpan);
            }

            answers.ResetWrittenCount();
        }
    }
}
