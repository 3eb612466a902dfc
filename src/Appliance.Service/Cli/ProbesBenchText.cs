// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using Appliance.Service.Bench.Probes;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>bench probes</c>.</summary>
internal static class ProbesBenchText
{
    public static async Task<int> Print(int seed, bool json, JsonSerializerOptions names, CancellationToken cancel)
    {
        var engines = CpuEngine.Engines ?? throw new BadInputException("This bench needs libunicorn2: the loaders run on simulated cores.");
        var rows = await ProbesBench.Run(seed, engines, cancel);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { rows }, names));
            return ExitCodes.Pass;
        }

        Console.WriteLine("128 KB of random bytes into an STM32F103xB, programmed and verified through simulated probes on a full-speed cable. OpenOCD: its own loader, polls not counted.");
        Console.WriteLine($"{"probe",-14} {"packets",9} {"bytes",10} {"round trips",12} {"OpenOCD",9} {"ratio",7} {"time / floor",13}");
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Probe,-14} {row.Packets,9:N0} {row.Bytes,10:N0} {row.RoundTrips,12:N0} {row.OpenOcdRoundTrips,9:N0} {row.RoundTripsVsOpenOcd,7:0.000} {row.RatioFloor,13:0.0000}"));
        }

        return ExitCodes.Pass;
    }
}
