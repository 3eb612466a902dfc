// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The service as a tester drives it: over TCP, in the words of a SEGGER Flasher, on a simulated board.</summary>
public sealed class RemoteControlTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public async Task Tester_RunsPhasesAndJobs_AndIsToldAsByAFlasher()
    {
        var project = Path.Combine(_appliance.Home, "demo", "stm32f103cb");
        Assert.Equal(0, _appliance.Run("demo", "--json").ExitCode);
        var port = FreePort();
        File.WriteAllText(
            Path.Combine(_appliance.Home, "appliance.yaml"), $"project: {project}\nprobe: sim:stm32f103cb\nremote:\n  tcp: {{port: {port}}}\n");
        using var service = new RunningAppliance(_appliance.Start("serve", "--port", "0"));
        while (await service.ReadLine() is { } line && !line.StartsWith("ready: ", StringComparison.Ordinal)) continue;
        using var tester = Call(port);
        Assert.All(Answer(tester, "", 2), line => Assert.DoesNotContain('#', line));

        Assert.Equal(["#STATUS:READY"], Answer(tester, "#STATUS", 1));
        var job = Answer(tester, "#AUTO", 7);
        Assert.Equal(
            ["#ACK", "#STATUS:INITIALIZING", "#STATUS:CONNECTING", "#STATUS:ERASING", "#STATUS:PROGRAMMING", "#STATUS:VERIFYING"], job.Take(6));
        Assert.Matches("""^#OK \(Total \d+\.\d{3}s, Erase \d+\.\d{3}s, Prog \d+\.\d{3}s, Verify \d+\.\d{3}s\)$""", job[6]);
        Assert.Equal([job[6]], Answer(tester, "#RESULT", 1));

        Assert.StartsWith("#OK (Total", Until(tester, "#VERIFY")[^1], StringComparison.Ordinal);
        Assert.StartsWith("#OK (Total", Until(tester, "#ERASE")[^1], StringComparison.Ordinal);
        Assert.StartsWith("#ERR255:E508 verify-mismatch: ", Until(tester, "#VERIFY")[^1], StringComparison.Ordinal);
        Assert.StartsWith("#OK (Total", Until(tester, "#PROGRAM")[^1], StringComparison.Ordinal);
        Assert.Equal(["#ACK", "#ERR255:R05 No such project, or more than one"], Answer(tester, "#SELECT nothing", 2));
        Assert.Equal(["#ACK", "#ERR255:R10 Files are switched off"], Answer(tester, "#FCREATE a", 2));
        service.Stop();
    }

    [Fact]
    public async Task Remote_NotWrittenInTheSettings_ListensNowhere()
    {
        var port = FreePort();
        using var service = new RunningAppliance(_appliance.Start("serve", "--port", "0", "--probe", "sim:stm32f103cb"));
        while (await service.ReadLine() is { } line && !line.StartsWith("ready: ", StringComparison.Ordinal)) Assert.DoesNotContain("Remote control", line, StringComparison.Ordinal);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);

        Assert.Throws<SocketException>(() => socket.Connect(IPAddress.Loopback, port));
        service.Stop();
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        try
        {
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        finally
        {
            listener.Stop();
        }
    }

    private static Socket Call(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static List<string> Answer(Socket tester, string command, int lines)
    {
        if (command.Length > 0) tester.Send(Encoding.ASCII.GetBytes(command + '\r'));
        return [.. Enumerable.Range(0, lines).Select(_ => ReadLine(tester))];
    }

    private static List<string> Until(Socket tester, string command)
    {
        var lines = Answer(tester, command, 1);
        while (!lines[^1].StartsWith("#OK", StringComparison.Ordinal) && !lines[^1].StartsWith("#ERR", StringComparison.Ordinal)) lines.Add(ReadLine(tester));
        return lines;
    }

    private static string ReadLine(Socket tester)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (tester.Receive(one) == 1 && one[0] != '\r') line.Append((char)one[0]);
        return line.ToString();
    }
}
