// SPDX-License-Identifier: Apache-2.0
using System.Net.Sockets;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Wires;

/// <summary>
/// Bits to another program over TCP: the remote_bitbang protocol of OpenOCD (doc/manual/jtag/drivers/remote_bitbang.txt), one character
/// a request, SWD and JTAG. A batch of cycles goes out in one write; its answers are read afterwards.
/// </summary>
public sealed partial class RemoteBitbangLine : ISwdLine, IJtagLine
{
    /// <summary>Requests sent before their answers are read: the other end may stop reading while nobody reads its answers.</summary>
    private const int Window = 16 * 1024;

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly long _opened;
    private readonly byte[] _requests = new byte[Window];
    private readonly byte[] _answers = new byte[Window];
    private int _queued;
    private int _expected;
    private bool _driving;
    private bool _resetLow;
    private bool _testResetLow;
    private bool _broken;

    private RemoteBitbangLine(string name, TcpClient client, TimeProvider time, TimeSpan deadline)
    {
        (Name, _client, _time, _deadline) = (name, client, time, deadline);
        _stream = client.GetStream();
        _opened = time.GetTimestamp();
        client.NoDelay = true;
        client.SendTimeout = client.ReceiveTimeout = Math.Max(1, (int)deadline.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public WireFeatures Features => WireFeatures.Remote | WireFeatures.Reset;

    /// <inheritdoc/>
    public int LaneCount => 1;

    /// <inheritdoc/>
    public long Cycles { get; private set; }

    /// <inheritdoc/>
    public TimeSpan Now => _time.GetElapsedTime(_opened);

    /// <summary>Connects to a server.</summary>
    /// <param name="host">Host name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="deadline">How long connecting, and later each answer, may take.</param>
    /// <param name="time">The clock of <see cref="Now"/>.</param>
    /// <exception cref="WireException">Nobody listens there.</exception>
    public static RemoteBitbangLine Open(string host, int port, TimeSpan deadline, TimeProvider? time = null)
    {
        string name = $"remote-bitbang:{host}:{port}";
        TcpClient client = new();
        try
        {
            using CancellationTokenSource late = new(deadline, time ?? TimeProvider.System);
            client.ConnectAsync(host, port, late.Token).AsTask().GetAwaiter().GetResult();
            return new RemoteBitbangLine(name, client, time ?? TimeProvider.System, deadline);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            client.Dispose();
            string why = error is SocketException socket ? socket.SocketErrorCode.ToString() : $"no connection within {deadline.TotalSeconds:0.#} s";
            throw new WireException(name, $"cannot connect: {why}", error);
        }
    }

    /// <summary>The other end has its own speed.</summary>
    public int SetFrequency(int hertz) => 0;

    /// <inheritdoc/>
    public void Delay(TimeSpan time, CancellationToken cancel) => WireRest.Pass(_time, time, cancel);

    /// <inheritdoc/>
    public void DriveReset(uint lanes)
    {
        _resetLow = (lanes & 1) != 0;
        PutResets();
    }

    /// <inheritdoc/>
    public void DriveTestReset(bool low)
    {
        _testResetLow = low;
        PutResets();
    }

    /// <inheritdoc/>
    public uint SampleReset() => throw new WireException(Name, "remote_bitbang cannot read nRESET");

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (_client.Connected && !_broken)
            {
                if (_resetLow || _testResetLow) Put('r');
                if (_driving) Put('o');
                Put('Q');
                Flush([]);
            }
        }
        catch (WireException)
        {
            // The other end is gone already: there is nothing left to release.
        }

        _client.Dispose();
    }

    private void PutResets()
    {
        Put((char)('r' + (_testResetLow ? 2 : 0) + (_resetLow ? 1 : 0)));
        Flush([]);
    }

    private void Put(char request) => _requests[_queued++] = (byte)request;

    /// <summary>Sends what is queued and reads one answer for each sample asked for.</summary>
    private void Flush(Span<uint> sample)
    {
        (int queued, int expected) = (_queued, _expected);
        (_queued, _expected) = (0, 0);
        if (_broken) throw new WireException(Name, "the connection broke before");
        _broken = true;
        try
        {
            _stream.Write(_requests, 0, queued);
            if (expected > 0) _stream.ReadExactly(_answers, 0, expected);
        }
        catch (EndOfStreamException error)
        {
            throw new WireException(Name, "the other end closed the connection", error);
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
        {
            throw new WireException(Name, $"no answer within {_deadline.TotalSeconds:0.#} s", error);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw new WireException(Name, $"the connection broke: {error.Message}", error);
        }

        for (int i = 0; i < expected; i++) sample[i] = Level(_answers[i]);
        _broken = false;
    }

    private uint Level(byte answer) => answer switch
    {
        (byte)'0' => 0,
        (byte)'1' => 1,
        _ => throw new WireException(Name, $"answered 0x{answer:X2} where 0 or 1 must come: not a remote_bitbang server?"),
    };
}
