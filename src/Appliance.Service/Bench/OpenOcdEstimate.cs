// SPDX-License-Identifier: Apache-2.0
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Appliance.Simulation;
using Appliance.Simulation.StLink;

namespace Appliance.Service.Bench;

/// <summary>
/// What OpenOCD would take for the same image on the same simulated chip, with its own loader in a work area: the writes it sends to the access
/// port, 46 SWCLK each at 4 MHz, and the busy time drawn; overlap of the two is ignored, and polling costs nothing. An estimate, kinder than a clock.
/// </summary>
/// <param name="Seconds">The sum.</param>
/// <param name="FloorSeconds">The busy time drawn in its run.</param>
internal sealed record OpenOcdEstimate(double Seconds, double FloorSeconds)
{
    private const int CyclesPerWrite = 46;
    private const double Hertz = 4_000_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Runs OpenOCD; null where it is not installed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or the chip holds something else than the image.</exception>
    public static async Task<OpenOcdEstimate?> Measure(OpenOcdChip target, byte[] bytes, SimulationOptions options, CancellationToken cancel)
    {
        var board = SimulatedBoard.Create(target.Target, options);
        using var server = board.ServeStLink(0, TimeProvider.System, new SimulatedStLinkOptions());
        var folder = Directory.CreateTempSubdirectory("bench");
        try
        {
            var image = Path.Combine(folder.FullName, "image.bin");
            await File.WriteAllBytesAsync(image, bytes, cancel);
            if (await Run(Commands(server.Port, target, image), cancel) is not { } failure)
                return null;
            if (failure.Length > 0 || !board.Chip.Flash.AsSpan(0, bytes.Length).SequenceEqual(bytes))
                throw new InvalidOperationException($"OpenOCD did not program the simulated {target.Target}: {failure}");
            var busy = board.Chip.Busy.Total.TotalSeconds;
            return new OpenOcdEstimate((board.Chip.AccessPortWrites * CyclesPerWrite / Hertz) + busy, busy);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static IEnumerable<string> Commands(int port, OpenOcdChip target, string image) =>
    [
        "adapter driver st-link", string.Create(CultureInfo.InvariantCulture, $"st-link backend tcp {port}"), "st-link vid_pid 0x0483 0x374b",
        "transport select dapdirect_swd", $"swd newdap chip cpu -expected-id 0x{target.Dpidr:x8}", "dap create chip.dap -chain-position chip.cpu",
        "target create chip.cpu cortex_m -dap chip.dap -ap-num 0",
        $"chip.cpu configure -work-area-phys 0x20000000 -work-area-size 0x{target.WorkArea:x} -work-area-backup 0",
        $"flash bank b0 {target.Driver} 0x08000000 0 0 0 chip.cpu", "gdb_port disabled", "tcl_port disabled", "telnet_port disabled", "init", "halt",
        $"flash write_image erase {image} 0x08000000 bin", "shutdown",
    ];

    /// <summary>What it said where it failed, nothing where it went well, null where it is not installed.</summary>
    private static async Task<string?> Run(IEnumerable<string> commands, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("openocd", commands.SelectMany(command => new[] { "-c", command }))
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
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
            return null; // Not installed: the estimate is left out, and the row says so by its null.
        }
    }
}

/// <summary>A chip, and what OpenOCD must be told of it.</summary>
/// <param name="Target">Its name here.</param>
/// <param name="Bytes">Size of the image.</param>
/// <param name="Driver">OpenOCD's flash driver.</param>
/// <param name="Dpidr">What its debug port shows.</param>
/// <param name="WorkArea">Bytes of RAM for OpenOCD's loader, as its own file for this chip gives it.</param>
internal sealed record OpenOcdChip(string Target, int Bytes, string Driver, uint Dpidr, int WorkArea);
