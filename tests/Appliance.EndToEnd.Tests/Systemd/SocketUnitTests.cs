// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.EndToEnd.Tests.Cli;

namespace Appliance.EndToEnd.Tests.Systemd;

/// <summary>The service's process with a port that systemd's own tool has opened for it, in a unit's place.</summary>
public sealed class SocketUnitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public async Task Remote_OnAPortThatWasHandedOver_AnswersTheCallerThatWaited()
    {
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(_appliance.Home, "appliance.yaml"), $"probe: sim:stm32f103cb\nremote: {{tcp: {{port: {port}}}}}\n");
        using var service = Activate(port);
        using var tester = await Call(service, port);

        tester.Send("#STATUS\r\n"u8);

        string line;
        do line = Line(tester);
        while (line is not ['#', ..]);
        Assert.StartsWith("#STATUS:", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_ThatNobodyAskedFor_IsSaid()
    {
        var port = FreePort();
        using var service = Activate(port);
        using var caller = await Call(service, port);

        string? line;
        do line = await service.ReadLine();
        while (line is not null && !line.Contains("does not ask for it", StringComparison.Ordinal));

        Assert.Contains($"systemd listens at 127.0.0.1:{port}", line, StringComparison.Ordinal);
    }

    /// <summary>Calls once the tool says that it listens.</summary>
    private static async Task<Socket> Call(RunningAppliance service, int port)
    {
        while (await service.ReadErrorLine() is { } line && !line.StartsWith("Listening on", StringComparison.Ordinal))
        {
        }

        var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)Patience.TotalMilliseconds };
        using var deadline = new CancellationTokenSource(Patience);
        await caller.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), deadline.Token);
        return caller;
    }

    private static string Line(Socket tester)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (tester.Receive(one) == 1 && one[0] != '\r') text.Append((char)one[0]);
        return text.ToString();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>The tool opens the port, and becomes the service when somebody calls.</summary>
    private RunningAppliance Activate(int port)
    {
        var start = new ProcessStartInfo("systemd-socket-activate", [$"--listen=127.0.0.1:{port}", "dotnet", Path.Combine(AppContext.BaseDirectory, "appliance.dll"), "serve", "--port", "0"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["APPLIANCE_HOME"] = _appliance.Home;
        start.Environment["APPLIANCE_STICKS"] = Path.Combine(_appliance.Home, "sticks");

        // The tool passes few variables on.
        foreach (var name in (string[])["APPLIANCE_HOME", "APPLIANCE_STICKS", "DOTNET_ROOT"]) start.ArgumentList.Insert(1, $"--setenv={name}");
        return new RunningAppliance(Process.Start(start)!);
    }
}
