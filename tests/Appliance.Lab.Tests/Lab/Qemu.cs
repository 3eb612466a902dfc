// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace Appliance.Lab.Tests.Lab;

/// <summary>One run of QEMU. It ends with this process, however that ends: a shell beside it kills it when its standard input closes.</summary>
internal sealed class Qemu : IDisposable
{
    private const string Warden =
        "exec 3<&0; \"$@\" </dev/null 3<&- & q=$!; (cat <&3 >/dev/null; kill -KILL $q) 2>/dev/null & w=$!; exec 3<&-; wait $q; kill $w";

    private readonly Process _process;
    private readonly Task<string> _said;

    public Qemu(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("sh", ["-c", Warden, "sh", "qemu-system-x86_64", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _said = _process.StandardError.ReadToEndAsync();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>What QEMU said about its end.</summary>
    public string LastWords => _process.HasExited && _said.IsCompletedSuccessfully ? _said.Result : "";

    /// <summary>SIGKILL, and the end of the process.</summary>
    public void Kill()
    {
        _process.StandardInput.Close();
        if (_process.WaitForExit(Patience.Request)) return;
        _process.Kill(entireProcessTree: true);
        throw new LabException("QEMU did not end on SIGKILL.");
    }

    /// <summary>Waits until QEMU ends by itself.</summary>
    public async Task EndAsync(TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(deadline.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.StandardInput.Close();
        _process.Dispose();
    }
}
