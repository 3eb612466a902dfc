// SPDX-License-Identifier: Apache-2.0
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

    /// <summary>Runs OpenOCD; null where it is not installed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or the chip holds something else than the image.</exception>
    public static async Task<OpenOcdEstimate?> Measure(string target, string driver, byte[] bytes, SimulationOptions options, CancellationToken cancel)
    {
        var board = SimulatedBoard.Create(target, options);
        using var server = board.ServeStLink(0, TimeProvider.System, new SimulatedStLinkOptions());
        var folder = Directory.CreateTempSubdirectory("bench");
        try
        {
            var image = Path.Combine(folder.FullName, "image.bin");
            await File.WriteAllBytesAsync(image, bytes, cancel);
            if (await OpenOcd.Run(Commands(server.Port, driver, image), [], cancel) is not { } failure)
                return null;
            if (failure.Length > 0 || !board.Chip.Flash.AsSpan(0, bytes.Length).SequenceEqual(bytes))
                throw new InvalidOperationException($"OpenOCD did not program the simulated {target}: {failure}");
            var busy = board.Chip.Busy.Total.TotalSeconds;
            return new OpenOcdEstimate((board.Chip.AccessPortWrites * CyclesPerWrite / Hertz) + busy, busy);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static IEnumerable<string> Commands(int port, string driver, string image) =>
    [
        "adapter driver st-link", string.Create(CultureInfo.InvariantCulture, $"st-link backend tcp {port}"), "st-link vid_pid 0x0483 0x374b",
        "transport select dapdirect_swd", .. OpenOcd.Target(driver), $"flash write_image erase {image} 0x08000000 bin", "shutdown",
    ];
}
