// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Diagnostics;

namespace Appliance.Service.Bench;

/// <summary>One run of OpenOCD as it is installed.</summary>
internal static class OpenOcd
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>What is behind any adapter: an STM32F1 with 4 KiB of its RAM for OpenOCD's own loader.</summary>
    public static IReadOnlyList<string> Target(string driver) =>
    [
        "swd newdap chip cpu -expected-id 0x1ba01477", "dap create chip.dap -chain-position chip.cpu", "target create chip.cpu cortex_m -dap chip.dap",
        "chip.cpu configure -work-area-phys 0x20000000 -work-area-size 0x1000 -work-area-backup 0", $"flash bank b0 {driver} 0x08000000 0 0 0 chip.cpu",
        "gdb_port disabled", "tcl_port disabled", "telnet_port disabled", "init", "halt",
    ];

    /// <summary>Runs it and waits for its end.</summary>
    /// <param name="commands">One <c>-c</c> each.</param>
    /// <param name="environment">Added to its environment.</param>
    /// <param name="cancel">Kills it.</param>
    /// <returns>What it said where it failed, nothing where it went well, null where it is not installed.</returns>
    public static async Task<string?> Run(IEnumerable<string> commands, IEnumerable<KeyValuePair<string, string>> environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("openocd", commands.SelectMany(command => new[] { "-c", command }))
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = TryStart(start);
        if (process is null)
            return null;
        using var limit = new CancellationTokenSource(Deadline, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            var said = process.StandardError.ReadToEndAsync(either.Token);
            _ = await process.StandardOutput.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? "" : await said;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null; // Not installed: what it would have told is left out, and the row says so by its null.
        }
    }
}
