// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.DebugRoute;
using Appliance.Flashing.Firmware;
using Appliance.Flashing.Layout;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Simulation.Time;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench;

/// <summary>Figures of a whole cycle on a simulated STM32F103xB, all in target time.</summary>
/// <param name="SwclkCycles">SWCLK cycles of the cycle.</param>
/// <param name="VirtualSeconds">Target time from connect to the end of the reset.</param>
/// <param name="ReadbackSeconds">Of it, the full read-back.</param>
/// <param name="FloorSeconds">Mass erase and half-words as drawn in this run.</param>
/// <param name="Ratio">(virtual − readback) ÷ floor.</param>
internal sealed record CycleFigures(long SwclkCycles, double VirtualSeconds, double ReadbackSeconds, double FloorSeconds, double Ratio);

/// <summary>Connect → erase → program 128 KB of random bytes → full read-back → reset at 4 MHz.</summary>
internal static class F103Bench
{
    private const string Target = "stm32f103cb";
    private const uint FlashStart = 0x08000000;
    private const int ImageBytes = 128 * 1024;
    private const int Hertz = 4_000_000;

    public static CycleFigures Run(int seed)
    {
        var board = SimulatedBoard.Create(Target, new SimulationOptions { Seed = seed });
        var chip = ChipCatalog.Default.Find(Target);
        var bytes = new byte[ImageBytes];
        new Random(seed).NextBytes(bytes);
        var image = FirmwareImage.FromBytes(FlashStart, bytes);
        var plan = FlashPlanner.Plan(image, chip, new FlashPolicy(EraseRequest.Auto, VerifyMethod.Readback, Hertz));

        using var session = new DebugRouteSession(new SwdLink(board.OpenSwd()), chip);
        session.Connect(new ConnectSettings(Hertz, ConnectMode.Auto, TimeSpan.FromSeconds(5)), CancellationToken.None);
        session.Identify(CancellationToken.None);
        session.Erase(plan, null, CancellationToken.None);
        session.Program(plan, image, null, CancellationToken.None);
        var programmed = session.Clock.Now;
        var evidence = session.Verify(plan, image, null, CancellationToken.None);
        var readback = session.Clock.Now - programmed;
        session.Reset(FinalState.Run, CancellationToken.None);
        if (evidence.Crc32 != image.Crc32) throw new InvalidOperationException("The bench read back another image.");

        var total = session.Clock.Now;
        var floor = board.Chip.Busy.Sum(BusyKind.MassErase) + board.Chip.Busy.Sum(BusyKind.Program);
        return new CycleFigures(
            session.Probe.Cycles ?? 0, total.TotalSeconds, readback.TotalSeconds, floor.TotalSeconds, (total - readback) / floor);
    }
}
