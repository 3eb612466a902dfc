// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.Platform.Wires;
using Appliance.Ports.Wires;

namespace Appliance.Platform.Tests.Wires;

public sealed class RemoteBitbangLineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    [Fact]
    public void Clock_DriveThenSample_SendsValueBeforeDirectionAndReadsAnswers()
    {
        using Server server = new("101");
        using (RemoteBitbangLine line = server.Open())
        {
            uint[] sample = new uint[3];
            line.Clock(1, [new(SwdPhaseKind.Drive, 2), new(SwdPhaseKind.Float, 1), new(SwdPhaseKind.Sample, 3)], [1, 0], sample);
            Assert.Equal([1u, 0u, 1u], sample);
            Assert.Equal(6, line.Cycles);
        }

        Assert.Equal("eOgdf" + "odf" + "dcfdcfdcf" + "Q", server.Received());
    }

    [Fact]
    public void Clock_LaneLeftOut_IsDrivenLow()
    {
        using Server server = new("");
        using (RemoteBitbangLine line = server.Open()) line.Clock(0, [new(SwdPhaseKind.Drive, 2)], [1, 1], []);
        Assert.Equal("dOfdfoQ", server.Received());
    }

    [Fact]
    public void Jtag_AndResets_UseTheirCharacters()
    {
        using Server server = new("1");
        using (RemoteBitbangLine line = server.Open())
        {
            byte[] tdo = new byte[1];
            line.Clock([1], [0], tdo);
            Assert.Equal([1], tdo);
            line.DriveReset(1);
            line.DriveTestReset(low: true);
            line.DriveReset(0);
        }

        Assert.Equal("2R6" + "s" + "u" + "t" + "rQ", server.Received());
    }

    [Theory]
    [InlineData("x", "not a remote_bitbang server")]
    [InlineData("close", "closed the connection")]
    public void Answer_ThatIsNone_IsAWireException(string answer, string words)
    {
        using Server server = new(answer);
        using RemoteBitbangLine line = server.Open();
        WireException error = Assert.Throws<WireException>(() => line.Clock(1, [new(SwdPhaseKind.Sample, 1)], [], new uint[1]));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clock_AfterTheConnectionBroke_IsAWireExceptionEachTime()
    {
        using Server server = new("close");
        using RemoteBitbangLine line = server.Open();
        SwdPhase[] phases = [new(SwdPhaseKind.Sample, 8)];
        Assert.Throws<WireException>(() => line.Clock(1, phases, [], new uint[8]));
        Assert.Throws<WireException>(() => line.DriveReset(1));
        for (int i = 0; i < 3; i++)
        {
            WireException error = Assert.Throws<WireException>(() => line.Clock(1, phases, [], new uint[8]));
            Assert.Contains("broke before", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Answer_ThatNeverComes_EndsAtTheDeadline()
    {
        using Server server = new("");
        using RemoteBitbangLine line = RemoteBitbangLine.Open("127.0.0.1", server.Port, TimeSpan.FromSeconds(2));
        WireException error = Assert.Throws<WireException>(() => line.Clock(1, [new(SwdPhaseKind.Sample, 1)], [], new uint[1]));
        Assert.Contains("no answer within", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NobodyListens_SaysWhere()
    {
        int port;
        using (Server server = new("")) port = server.Port;
        WireException error = Assert.Throws<WireException>(() => RemoteBitbangLine.Open("127.0.0.1", port, Deadline));
        Assert.Contains($"remote-bitbang:127.0.0.1:{port}: cannot connect", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers each sample request with the next character of a text, and keeps what it was sent.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly StringBuilder _received = new();
        private readonly Task _serving;

        public Server(string answers)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _serving = Task.Run(() => Serve(answers));
        }

        public int Port { get; }

        public RemoteBitbangLine Open() => RemoteBitbangLine.Open("127.0.0.1", Port, Deadline);

        public string Received()
        {
            Assert.True(_serving.Wait(Deadline));
            return _received.ToString();
        }

        public void Dispose() => _listener.Stop();

        private void Serve(string answers)
        {
            try
            {
                using TcpClient client = _listener.AcceptTcpClient();
                NetworkStream stream = client.GetStream();
                int next = 0;
                for (int request; (request = stream.ReadByte()) >= 0;)
                {
                    _received.Append((char)request);
                    if (request is not ('c' or 'R')) continue;
                    if (answers == "close") return;
                    if (next < answers.Length) stream.WriteByte((byte)answers[next++]);
                }
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                _received.Append('!');
            }
        }
    }
}
