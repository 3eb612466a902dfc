// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Ports.Cpu;
using Appliance.Probes.Swd;
using Appliance.Service.Cli;
using Appliance.Simulation;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench;

/// <summary>Figures of a whole cycle with evidence class <c>crc</c>, in target time.</summary>
/// <param name="Chip">The simulated chip.</param>
/// <param name="Bytes">Size of the random image.</param>
/// <param name="Hertz">SWCLK.</param>
/// <param name="SwclkCycles">SWCLK cycles of the cycle.</param>
/// <param name="VirtualSeconds">Target time from connect to the end of the reset.</param>
/// <param name="FloorSeconds">Erase and program times as drawn in this run.</param>
/// <param name="RatioFloor">The one by the other.</param>
/// <param name="OverheadSeconds">Connect, identify and reset.</param>
/// <param name="OpenOcdSeconds">An estimate for OpenOCD with its own loader on the same chip, see <see cref="OpenOcdEstimate"/>; null without OpenOCD.</param>
/// <param name="RatioOpenOcd">That by the floor of its own run.</param>
internal sealed record LoaderFigures(
    string Chip, int Bytes, int Hertz, long SwclkCycles, double VirtualSeconds, double FloorSeconds, double RatioFloor, double OverheadSeconds,
    double? OpenOcdSeconds, double? RatioOpenOcd)
{
    /// <summary>Target time of a second cycle with the same image on the same board, where only what differs is erased; null where it is not measured.</summary>
    public double? OnlyChangedSeconds { get; init; }
}

/// <summary>Connect → erase → program a whole chip of random bytes by the RAM loader → CRC on the target and a sample read back → reset.</summary>
internal static class LoaderBench
{
    private const uint FlashStart = 0x08000000;
    private const int Hertz = 4_000_000;

    /// <summary>The size of image that is given to a board a second time.</summary>
    private const int ReworkBytes = 512 * 1024;

    /// <summary>The chips of the bench, and what OpenOCD must be told of them.</summary>
    private static readonly OpenOcdChip[] Rows =
    [
        new("stm32f103cb", 128 * 1024, "stm32f1x", 0x1BA0_1477, 0x1000), new("stm32f107vc", 256 * 1024, "stm32f1x", 0x1BA0_1477, 0x1000),
        new("stm32l151cb", 128 * 1024, "stm32lx", 0x2BA0_1477, 0x2800), new("stm32wb55rg", 512 * 1024, "stm32l4x", 0x6BA0_2477, 0x10000),
        new("stm32f746zg", 1024 * 1024, "stm32f2x", 0x5BA0_2477, 0x40000), new("stm32f767zi", 2048 * 1024, "stm32f2x", 0x5BA0_2477, 0x40000),
        new("stm32h735ig", 1024 * 1024, "stm32h7x", 0x6BA0_2477, 0x10000), new("stm32l476rg", 1024 * 1024, "stm32l4x", 0x2BA0_1477, 0x10000),
        new("stm32g071rb", 128 * 1024, "stm32l4x", 0x0BC1_1477, 0x2000), new("stm32g474re", 512 * 1024, "stm32l4x", 0x2BA0_1477, 0x8000),
        new("stm32wl55jc", 256 * 1024, "stm32l4x", 0x6BA0_2477, 0x2000), new("stm32f407vg", 1024 * 1024, "stm32f2x", 0x2BA0_1477, 0x10000),
    ];

    public static async Task<IReadOnlyList<LoaderFigures>> Run(int seed, IReadOnlyList<string> chips, ICpuEngines engines, CancellationToken cancel)
    {
        var figures = new List<LoaderFigures>();
        if (chips.FirstOrDefault(chip => Rows.All(row => row.Target != chip)) is { } unknown)
            throw new BadInputException($"This bench has no row for {unknown}. Rows: {string.Join(", ", Rows.Select(row => row.Target))}.");
        foreach (var row in Rows.Where(row => chips.Count == 0 || chips.Contains(row.Target)))
        {
            var bytes = new byte[row.Bytes];
            new Random(seed).NextBytes(bytes);
            var own = Own(row.Target, bytes, new SimulationOptions { Seed = seed, Cpu = engines });
            var peer = await OpenOcdEstimate.Measure(row, bytes, new SimulationOptions { Seed = seed, Cpu = engines, WideAutoIncrement = true }, cancel);
            figures.Add(own with { OpenOcdSeconds = peer?.Seconds, RatioOpenOcd = peer?.Seconds / peer?.FloorSeconds });
        }

        return figures;
    }

    private static LoaderFigures Own(string target, byte[] bytes, SimulationOptions options)
    {
        var board = SimulatedBoard.Create(target, options);
        var chip = ChipCatalog.Default.Find(target);
        var image = FirmwareImage.FromBytes(FlashStart, bytes);
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Crc, Hertz));
        using var session = new DebugRouteSession(new SwdLink(board.OpenSwd()), chip);
        session.Connect(new ConnectSettings(Hertz, ConnectMode.Auto, TimeSpan.FromSeconds(5)), CancellationToken.None);
        session.Identify(CancellationToken.None);
        var connected = session.Clock.Now;
        session.Erase(plan, null, CancellationToken.None);
        session.Program(plan, image, null, CancellationToken.None);
        var evidence = session.Verify(plan, image, null, CancellationToken.None);
        var verified = session.Clock.Now;
        session.Reset(FinalState.Run, CancellationToken.None);
        if (evidence.Crc32 != image.Crc32 || !board.Chip.Flash.AsSpan(0, bytes.Length).SequenceEqual(bytes))
            throw new InvalidOperationException("The bench programmed another image.");
        var (total, floor) = (session.Clock.Now, board.Chip.Busy.Total);
        return new LoaderFigures(
            target, bytes.Length, Hertz, session.Probe.Cycles ?? 0, total.TotalSeconds, floor.TotalSeconds, total / floor,
            (connected + (total - verified)).TotalSeconds, null, null)
        {
            OnlyChangedSeconds = bytes.Length == ReworkBytes ? Again(session, board, chip, image) : null,
        };
    }

    /// <summary>The same image once more, as a board that comes back: nothing of it is to be changed.</summary>
    private static double Again(DebugRouteSession session, SimulatedBoard board, ChipDescription chip, FirmwareImage image)
    {
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Changed, VerifyMethod.Crc, Hertz));
        var (begun, busy) = (session.Clock.Now, board.Chip.Busy.Total);
        session.Connect(new ConnectSettings(Hertz, ConnectMode.Auto, TimeSpan.FromSeconds(5)), CancellationToken.None);
        session.Identify(CancellationToken.None);
        session.Erase(plan, null, CancellationToken.None);
        session.Program(plan, image, null, CancellationToken.None);
        var evidence = session.Verify(plan, image, null, CancellationToken.None);
        session.Reset(FinalState.Run, CancellationToken.None);
        if (evidence.Crc32 != image.Crc32 || board.Chip.Busy.Total != busy)
            throw new InvalidOperationException("The bench changed flash that held the image already.");
        return (session.Clock.Now - begun).TotalSeconds;
    }
}
