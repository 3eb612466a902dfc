// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Threading.Channels;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>A command that runs beside the test. No wait is without a deadline, and its standard error is always read.</summary>
internal sealed class RunningAppliance : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Channel<string> _errors = Channel.CreateUnbounded<string>();

    public RunningAppliance(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) _errors.Writer.TryComplete();
            else _errors.Writer.TryWrite(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>The next line of standard output; null at its end.</summary>
    public async Task<string?> ReadLine()
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(deadline.Token).AsTask().WaitAsync(deadline.Token);
    }

    /// <summary>The next line of standard error; null at its end.</summary>
    public async Task<string?> ReadErrorLine()
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await _errors.Reader.WaitToReadAsync(deadline.Token) && _errors.Reader.TryRead(out var line) ? line : null;
    }

    /// <summary>All of standard output that is left, after the end.</summary>
    public Task<string> Rest() => _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);

    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>SIGKILL, and the end of the process.</summary>
    public void Kill()
    {
        _process.Kill();
        if (!_process.WaitForExit(Patience)) throw new TimeoutException("The appliance did not end on SIGKILL.");
    }

    /// <summary>SIGTERM, as systemd does; it must end by itself.</summary>
    public void Stop()
    {
        using var kill = Process.Start("kill", $"-TERM {_process.Id}");
        Assert.True(kill.WaitForExit(Patience));
        if (!_process.WaitForExit(Patience)) throw new TimeoutException("The service did not end on SIGTERM.");
        Assert.Equal(0, _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
