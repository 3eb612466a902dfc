// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using Appliance.Platform.Serial;
using Appliance.Ports.Serial;

namespace Appliance.Platform.Tests.Serial;

/// <summary>Bytes over TCP, to a listener of our own.</summary>
public sealed class TcpLineTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public TcpLineTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Bytes_BothWays_ArriveAsTheyAre()
    {
        using var line = Open();
        using var other = _listener.AcceptSocket();
        byte[] sent = [0x00, 0xFF, 0x24, 0x03];

        line.Write(sent, Patience);
        var there = new byte[4];
        Assert.Equal(4, Fill(other, there));
        other.Send(there);
        var back = new byte[16];
        var count = line.Read(back, Patience);
        while (count < 4) count += line.Read(back.AsSpan(count), Patience);

        Assert.Equal(sent, there);
        Assert.Equal(sent, back[..count]);
    }

    [Fact]
    public void Read_NothingThere_IsZeroAfterItsLimit()
    {
        using var line = Open();
        using var other = _listener.AcceptSocket();

        Assert.Equal(0, line.Read(new byte[4], TimeSpan.FromMilliseconds(1)));
        Assert.Equal(0, line.Read(new byte[4], TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void Discard_WhatCame_IsForgotten()
    {
        using var line = Open();
        using var other = _listener.AcceptSocket();
        other.Send(new byte[1000]);
        var one = new byte[1];
        Assert.Equal(1, line.Read(one, Patience));

        line.Discard();
        other.Send([7]);

        while (line.Read(one, Patience) == 1 && one[0] != 7)
        {
            // What was still on its way when the line was emptied.
        }

        Assert.Equal(7, one[0]);
    }

    [Fact]
    public void OtherEnd_ThatCloses_IsGone()
    {
        using var line = Open();
        _listener.AcceptSocket().Dispose();

        var gone = Assert.Throws<SerialException>(() => line.Read(new byte[1], Patience));

        Assert.Equal(SerialFault.Gone, gone.Fault);
        Assert.Contains("127.0.0.1:", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NobodyListens_IsNotFound()
    {
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _listener.Stop();

        Assert.Equal(SerialFault.NotFound, Assert.Throws<SerialException>(() => TcpLine.Open("127.0.0.1", port, Patience, TimeProvider.System)).Fault);
    }

    private TcpLine Open() => TcpLine.Open("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, Patience, TimeProvider.System);

    private static int Fill(Socket socket, byte[] bytes)
    {
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        var have = 0;
        while (have < bytes.Length) have += socket.Receive(bytes.AsSpan(have));
        return have;
    }
}
