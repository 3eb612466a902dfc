// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Appliance.Service.Bench;
using Appliance.Service.Bench.Line;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary><c>bench</c>: figures beside the chip's own floor.</summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Which bench: f103 (a whole cycle on a simulated board), openocd (whole cycles beside OpenOCD), probes (what goes over the cables of debug probes), fus (install of a wireless stack), line (the appliance itself), records (journal and index).", DefaultValueFactory = _ => "f103" };
        var seed = new Option<int>("--seed") { Description = "Seed of image and drawn times.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var count = new Option<int>("--count") { Description = "Records to make, for records.", DefaultValueFactory = _ => 1_000_000, HelpName = "N" };
        var index = new Option<string?>("--index") { Description = "Only this index engine, for records: what memory it takes shows in a process of its own.", HelpName = "NAME" };
        var chips = new Option<string[]>("--chip") { Description = "Only this chip, for openocd; may be given again.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var (home, json) = (Options.Home(), Options.Json());
        var command = new Command("bench", "Measure: a cycle on a simulated board beside the chip's own floor, the appliance itself, or the records.") { name, seed, count, index, chips, home, json };
        command.SetAction((parsed, cancel) => Task.Run(async () => parsed.GetRequiredValue(name) switch
        {
            "f103" => F103(parsed.GetValue(seed), parsed.GetValue(json)),
            "openocd" => await OpenOcd(parsed.GetValue(seed), parsed.GetValue(chips) ?? [], parsed.GetValue(json), cancel),
            "probes" => await ProbesBenchText.Print(parsed.GetValue(seed), parsed.GetValue(json), CamelCase, cancel),
            "fus" => Fus(parsed.GetValue(seed), parsed.GetValue(json), cancel),
            "line" => Line(parsed.GetValue(json), cancel),
            "records" => RecordsBenchText.Print(parsed.GetValue(count), parsed.GetValue(index), ApplianceHome.Locate(parsed.GetValue(home)), parsed.GetValue(json)),
            var other => throw new BadInputException($"There is no bench '{other}'. Benches: f103, openocd, probes, fus, line, records."),
        }));
        return command;
    }

    private static int F103(int seed, bool json)
    {
        var cycle = F103Bench.Run(seed);
        var cpu = SwdCpuBench.Measure(CSource());
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                swclkCycles = cycle.SwclkCycles, virtualSeconds = cycle.VirtualSeconds, readbackSeconds = cycle.ReadbackSeconds,
                floorSeconds = cycle.FloorSeconds, ratio = cycle.Ratio, nsPerClock1 = cpu.NsPerClock1, nsPerClock8 = cpu.NsPerClock8, nsPerClockC = cpu.NsPerClockC,
            }));
            return ExitCodes.Pass;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            STM32F103xB, 128 KB of random bytes at 4 MHz SWCLK, target time
              SWCLK cycles            {cycle.SwclkCycles,14:N0}
              whole cycle             {cycle.VirtualSeconds,14:0.000} s
              of it full read-back    {cycle.ReadbackSeconds,14:0.000} s
              floor (erase, program)  {cycle.FloorSeconds,14:0.000} s
              ratio to the floor      {cycle.Ratio,14:0.0000}
            The engine's own cost a SWCLK on a wire of plain memory
              1 lane                  {cpu.NsPerClock1,14:0.00} ns
              8 lanes                 {cpu.NsPerClock8,14:0.00} ns
              plain C loop, 1 lane    {(cpu.NsPerClockC is { } plain ? plain.ToString("0.00", CultureInfo.InvariantCulture) : "no gcc"),14} ns
            """));
        return ExitCodes.Pass;
    }

    private static int Fus(int seed, bool json, CancellationToken cancel)
    {
        var engines = CpuEngine.Engines ?? throw new BadInputException("This bench needs libunicorn2: the loaders run on simulated cores.");
        var rows = FusBench.Run(seed, engines, cancel);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { rows }, CamelCase));
            return ExitCodes.Pass;
        }

        Console.WriteLine("Install of a wireless stack on a simulated STM32WB55RG at 4 MHz SWCLK, seconds of target time. Own: without what ROM and coprocessor do, and without the 2 s in which success must stay.");
        Console.WriteLine($"{"board",-16} {"FUS",-6} {"pages",5} {"all",8} {"CPU2",8} {"own",7} {"limit",7} {"floor",7} {"read",7} {"poll",7} {"resets",6}");
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Board,-16} {row.Fus,-6} {row.Pages,5} {row.Seconds,8:0.000} {row.CoprocessorSeconds,8:0.000} {row.OwnSeconds,7:0.000} {row.LimitSeconds,7:0.000} {row.FloorSeconds,7:0.000} {row.ReadbackSeconds,7:0.000} {row.ShortestPollSeconds,7:0.000} {row.Resets,6}"));
        }

        return ExitCodes.Pass;
    }

    private static int Line(bool json, CancellationToken cancel)
    {
        var bench = LineBench.Run(cancel);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(bench, new JsonSerializerOptions(JsonSerializerDefaults.Web)));
            return ExitCodes.Pass;
        }

        var machine = bench.Machine;
        Console.WriteLine($"{machine.Board} {machine.Processor}, {machine.Processors} processors, {machine.MemoryMegabytes} MB, {machine.Disk}, {machine.Architecture}, load {machine.Load}".Trim());
        Console.WriteLine($"{machine.System}, {machine.Runtime}");
        foreach (var figure in bench.Figures)
        {
            var value = figure.Value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "-";
            var limit = figure.Limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"(limit {most:0.##}) ") : "";
            Console.WriteLine($"  {figure.Name,-22} {value,9} {figure.Unit,-3} {limit}{figure.Note}");
        }

        return ExitCodes.Pass;
    }

    private static async Task<int> OpenOcd(int seed, string[] chips, bool json, CancellationToken cancel)
    {
        var engines = CpuEngine.Engines ?? throw new BadInputException("This bench needs libunicorn2: the loaders run on simulated cores.");
        var rows = await LoaderBench.Run(seed, chips, engines, cancel);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { rows }, CamelCase));
            return ExitCodes.Pass;
        }

        Console.WriteLine("A whole cycle at 4 MHz SWCLK in target time, random images, evidence class crc. OpenOCD: an estimate, its writes plus the busy time drawn. Again: the same image, only what differs erased.");
        Console.WriteLine($"{"chip",-12} {"bytes",8} {"SWCLK",12} {"seconds",9} {"floor",9} {"ratio",7} {"overhead",9} {"OpenOCD",9} {"again",9}");
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Chip,-12} {row.Bytes,8} {row.SwclkCycles,12:N0} {row.VirtualSeconds,9:0.000} {row.FloorSeconds,9:0.000} {row.RatioFloor,7:0.0000} {row.OverheadSeconds,9:0.0000} {row.OpenOcdSeconds,9:0.000} {row.OnlyChangedSeconds,9:0.000}"));
        }

        return ExitCodes.Pass;
    }

    /// <summary>The C loop is part of the source tree; an installed appliance does without it.</summary>
    private static string? CSource()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "tests", "bench", "swd_loop.c");
            if (File.Exists(file)) return file;
        }

        return null;
    }
}
