// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Ports.Cpu;
using Appliance.Probes;
using Appliance.Probes.CmsisDap;
using Appliance.Probes.StLink;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Probes;
using Appliance.Simulation.StLink;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench.Probes;

/// <summary>A whole cycle of an STM32F103xB through each simulated probe, on a full-speed cable.</summary>
internal static class ProbesBench
{
    private const string Target = "stm32f103cb";
    private const uint FlashStart = 0x08000000;
    private const int ImageBytes = 128 * 1024;
    private const int Hertz = 4_000_000;

    /// <summary>Packets and their number as common full-speed probes have them (DAPLink: 64 bytes, 4; ST-LINK/V2-1: firmware J37).</summary>
    private static readonly SimulatedCmsisDapOptions Reports = new() { Version = 1 }, Bulk = new() { Version = 2 };

    /// <summary>Measures all of them.</summary>
    /// <exception cref="InvalidOperationException">A chip holds something else than the image.</exception>
    public static async Task<IReadOnlyList<ProbeFigures>> Run(int seed, ICpuEngines engines, CancellationToken cancel)
    {
        var bytes = new byte[ImageBytes];
        new Random(seed).NextBytes(bytes);
        var options = new SimulationOptions { Seed = seed, Cpu = engines };
        var stLink = await OpenOcdRoundTrips.ThroughStLink(options, bytes, cancel);
        var reports = await OpenOcdRoundTrips.ThroughReports(options, Reports, bytes, cancel);
        return
        [
            Row("st-link", options, bytes, stLink, StLink),
            Row("cmsis-dap-v1", options, bytes, reports, board => CmsisDap(board, Reports)),
            Row("cmsis-dap-v2", options, bytes, reports, board => CmsisDap(board, Bulk)),
        ];
    }

    private static (IDapLink Link, SimulatedTraffic Traffic) StLink(SimulatedBoard board)
    {
        var probe = board.AttachStLink(new SimulatedStLinkOptions());
        return (StLinkLink.Open(probe.OpenFullSpeedPipe(), probe.Clock, board.Surroundings), probe.Traffic);
    }

    private static (IDapLink Link, SimulatedTraffic Traffic) CmsisDap(SimulatedBoard board, SimulatedCmsisDapOptions options)
    {
        var probe = board.AttachCmsisDap(options);
        return (CmsisDapLink.Open(probe.OpenFullSpeedPipe(), new CmsisDapDevice(options.Version), probe.Clock, board.Surroundings), probe.Traffic);
    }

    private static ProbeFigures Row(
        string name, SimulationOptions options, byte[] bytes, long? openOcd, Func<SimulatedBoard, (IDapLink Link, SimulatedTraffic Traffic)> attach)
    {
        var board = SimulatedBoard.Create(Target, options);
        var (link, traffic) = attach(board);
        var ratio = Cycle(board, link, bytes);
        return new ProbeFigures(
            name, traffic.Packets, traffic.Bytes, traffic.RoundTrips, openOcd, (double)traffic.RoundTrips / openOcd, ratio);
    }

    /// <summary>The cycle's target time by the chip's own.</summary>
    private static double Cycle(SimulatedBoard board, IDapLink link, byte[] bytes)
    {
        var chip = ChipCatalog.Default.Find(Target);
        var image = FirmwareImage.FromBytes(FlashStart, bytes);
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Crc, Hertz));
        using var session = new DebugRouteSession(link, chip);
        session.Connect(new ConnectSettings(Hertz, ConnectMode.Auto, TimeSpan.FromSeconds(5)), CancellationToken.None);
        session.Identify(CancellationToken.None);
        session.Erase(plan, null, CancellationToken.None);
        session.Program(plan, image, null, CancellationToken.None);
        var evidence = session.Verify(plan, image, null, CancellationToken.None);
        session.Reset(FinalState.Run, CancellationToken.None);
        if (evidence.Crc32 != image.Crc32 || !board.Chip.Flash.AsSpan().SequenceEqual(bytes))
            throw new InvalidOperationException("The bench programmed another image.");
        return session.Clock.Now / board.Chip.Busy.Total;
    }
}
