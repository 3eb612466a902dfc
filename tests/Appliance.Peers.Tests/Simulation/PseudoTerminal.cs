// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>A pseudo-terminal that socat connects to a TCP port, for clients that want a tty.</summary>
public sealed class PseudoTerminal : IDisposable
{
    private readonly Process _socat;

    public PseudoTerminal(int port, string folder)
    {
        Path = System.IO.Path.Combine(folder, "tty");
        var program = PeerProcess.Find("socat") ?? throw new PeerException("socat is not installed, and peers are required here");
        string[] args = [$"PTY,link={Path},raw,echo=0", $"TCP:127.0.0.1:{port},nodelay"];
        _socat = Process.Start(new ProcessStartInfo(program, args))!;
        if (!SpinWait.SpinUntil(() => File.Exists(Path) || _socat.HasExited, TimeSpan.FromSeconds(10)) || _socat.HasExited)
            throw new PeerException("socat made no terminal");
    }

    /// <summary>Path of the tty.</summary>
    public string Path { get; }

    public void Dispose()
    {
        if (!_socat.HasExited)
            _socat.Kill();
        _socat.WaitForExit();
        _socat.Dispose();
    }
}
