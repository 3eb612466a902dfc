// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Peers.Tests.Gdb;

/// <summary>A foreign program that serves GDB on a port of this machine, until disposed.</summary>
internal sealed class GdbServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private GdbServerProcess(string program, IEnumerable<string> arguments, Func<string, int?> port)
    {
        var path = PeerProcess.Find(program) ?? throw new PeerException($"{program} is not installed, and peers are required here");
        _process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += Hear;
        _process.OutputDataReceived += Hear;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        int? found = null;
        if (!SpinWait.SpinUntil(() => (found = port(Said)) is not null || _process.HasExited, Patience) || found is null)
        {
            Dispose();
            throw new PeerException($"{program} serves nothing: {Said}");
        }

        Port = found.Value;
    }

    public int Port { get; }

    /// <summary>What it printed so far.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>OpenOCD, which takes a free port and says which.</summary>
    public static GdbServerProcess OpenOcd(IEnumerable<string> commands) => new(
        "openocd", commands.SelectMany(command => new[] { "-c", command }),
        said => Regex.Match(said, @"Listening on port (\d+) for gdb connections") is { Success: true } line ? int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) : null);

    /// <summary>QEMU, on a port that was free a moment ago.</summary>
    public static GdbServerProcess Qemu(params string[] arguments)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new GdbServerProcess("qemu-system-arm", [.. arguments, "-gdb", $"tcp:127.0.0.1:{port}"], _ => Listens(port) ? port : null);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit(Patience);
        _process.Dispose();
    }

    /// <summary>Whether somebody listens, asked of the kernel: a connection would be the one client QEMU takes.</summary>
    private static bool Listens(int port)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"0100007F:{port:X4} 00000000:0000 0A");
        return File.ReadAllText("/proc/net/tcp").Contains(address, StringComparison.Ordinal);
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said) _said.AppendLine(line.Data);
    }
}
