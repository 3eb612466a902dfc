// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Service.Bench.Line;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Probes;

namespace Appliance.Service.Bench.Probes;

/// <summary>
/// Round trips of OpenOCD with its own loader, counted on the simulated probe. A round trip in which memory is only looked at where it was looked at before is a
/// poll and is left out, with the status that belongs to it. Target time is that of a full-speed cable alone, so that the counts do not depend on this machine.
/// </summary>
internal static class OpenOcdRoundTrips
{
    private const string Target = "stm32f103cb";
    private const string HidLibrary = "Appliance.Peers.Tests/CmsisDap/hidapi.c";
    private static readonly TimeProvider NoWallTime = new StoppedClock();

    /// <summary>Through an ST-LINK over the protocol of stlink-server; null where OpenOCD is not installed.</summary>
    public static async Task<long?> ThroughStLink(SimulationOptions options, byte[] bytes, CancellationToken cancel)
    {
        var board = Board(options);
        var probe = board.AttachStLink();
        using var server = board.ServeStLink(0, NoWallTime, probe, fullSpeed: true);
        string[] adapter =
        [
            "adapter driver st-link", string.Create(CultureInfo.InvariantCulture, $"st-link backend tcp {server.Port}"), "st-link vid_pid 0x0483 0x374b",
            "transport select dapdirect_swd", "adapter speed 4000",
        ];
        return await Count(board, probe.Traffic, adapter, [], bytes, cancel);
    }

    /// <summary>Through the reports of a CMSIS-DAP probe, by a HID library of our own; null without OpenOCD, or without the source and the compiler of the library.</summary>
    public static async Task<long?> ThroughReports(SimulationOptions options, SimulatedCmsisDapOptions reports, byte[] bytes, CancellationToken cancel)
    {
        using var library = CProgram.BuildLibrary(HidLibrary, "libhidapi-hidraw.so.0");
        if (library is null)
            return null;
        var board = Board(options);
        var probe = board.AttachCmsisDap(reports);
        using var server = board.ServeHidReports(0, NoWallTime, probe, fullSpeed: true);
        string[] adapter = ["adapter driver cmsis-dap", "cmsis_dap_backend hid", "transport select swd", "adapter speed 4000"];
        var environment = new Dictionary<string, string>
        {
            ["LD_LIBRARY_PATH"] = library.Folder,
            ["HID_PORT"] = server.Port.ToString(CultureInfo.InvariantCulture),
            ["HID_BYTES"] = reports.PacketBytes.ToString(CultureInfo.InvariantCulture),
        };
        return await Count(board, probe.Traffic, adapter, environment, bytes, cancel);
    }

    /// <summary>OpenOCD counts on TAR going up over 4 KiB.</summary>
    private static SimulatedBoard Board(SimulationOptions options) => SimulatedBoard.Create(Target, options with { WideAutoIncrement = true });

    private static async Task<long?> Count(
        SimulatedBoard board, SimulatedTraffic traffic, IEnumerable<string> adapter, IEnumerable<KeyValuePair<string, string>> environment, byte[] bytes,
        CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("bench");
        try
        {
            var image = Path.Combine(folder.FullName, "image.bin");
            await File.WriteAllBytesAsync(image, bytes, cancel);
            string[] work = [$"flash write_image erase {image} 0x08000000 bin", $"verify_image {image} 0x08000000 bin", "reset run", "shutdown"];
            if (await OpenOcd.Run([.. adapter, .. OpenOcd.Target("stm32f1x"), .. work], environment, cancel) is not { } failure)
                return null;
            if (failure.Length > 0 || !board.Chip.Flash.AsSpan(0, bytes.Length).SequenceEqual(bytes))
                throw new InvalidOperationException($"OpenOCD did not program the simulated {Target}: {failure}");
            return traffic.RoundTrips - traffic.Polls;
        }
        finally
        {
            folder.Delete(true);
        }
    }

    /// <summary>A wall clock that stands still.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
