// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>A pseudo-terminal that socat connects to a TCP port, for clients that want a tty.</summary>
public sealed class PseudoTerminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _socat;

    public PseudoTerminal(int port, string folder)
    {
        Path = System.IO.Path.Combine(folder, "tty");
        var program = PeerProcess.Find("socat") ?? throw new PeerException("socat is not installed, and peers are required here");
        var said = "";
        string[] args = [$"PTY,link={Path},raw,echo=0", $"TCP:127.0.0.1:{port},nodelay"];
        _socat = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        _socat.ErrorDataReceived += (_, line) => said = line.Data ?? said;
        _socat.BeginErrorReadLine();
        if (!SpinWait.SpinUntil(() => File.Exists(Path) || _socat.HasExited, Patience) || _socat.HasExited)
            throw new PeerException($"socat made no terminal: {said}");
    }

    /// <summary>Path of the tty.</summary>
    public string Path { get; }

    public void Dispose()
    {
        if (!_socat.HasExited)
            _socat.Kill();
        var ended = _socat.WaitForExit(Patience);
        _socat.Dispose();
        if (!ended)
            throw new PeerException("socat did not end on SIGKILL");
    }
}
