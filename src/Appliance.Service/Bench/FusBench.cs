// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Ports.Cpu;
using Appliance.Probes;
using Appliance.Probes.Swd;
using Appliance.Service.Composition;
using Appliance.Simulation;
using Appliance.Simulation.Fus;
using Appliance.Simulation.Time;
using Appliance.Targets;
using Appliance.Targets.Adi;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench;

/// <summary>Figures of one install of a wireless stack, in target time.</summary>
/// <param name="Board">What was in the chip before.</param>
/// <param name="Fus">FUS on it.</param>
/// <param name="Pages">Pages of the stack.</param>
/// <param name="SwclkCycles">SWCLK cycles.</param>
/// <param name="Seconds">From connect to the board's own option bytes.</param>
/// <param name="CoprocessorSeconds">Of it, the starts of the ROM and all that the coprocessor did.</param>
/// <param name="StableSeconds">Of it, the time in which success had to stay.</param>
/// <param name="OwnSeconds">The rest: our own part.</param>
/// <param name="FloorSeconds">Erase and programming of the image's pages as drawn in this run.</param>
/// <param name="ReadbackSeconds">A plain read of as many bytes over this wire.</param>
/// <param name="LimitSeconds">1.1 × the floor, the read-back, and 400 ms for two reloads of option bytes.</param>
/// <param name="ShortestPollSeconds">Shortest time between two questions for the state of FUS.</param>
/// <param name="Resets">Resets the coprocessor made.</param>
internal sealed record FusFigures(
    string Board, string Fus, int Pages, long SwclkCycles, double Seconds, double CoprocessorSeconds, double StableSeconds, double OwnSeconds, double FloorSeconds,
    double ReadbackSeconds, double LimitSeconds, double ShortestPollSeconds, int Resets);

/// <summary>Install of a stack of 36 pages on a simulated STM32WB55: what is ours of the time it takes.</summary>
internal static class FusBench
{
    private const string Target = "stm32wb55rg";
    private const string Stack = "BLE_Stack_full_fw_1_20_0";
    private const string Fus = "2.2.0";
    private const int Hertz = 4_000_000;
    private const int ApplicationBytes = 512 * 1024;
    private const double Reloads = 0.4;
    private const double MostOfFloor = 1.1;
    private static readonly TimeSpan PowerUp = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures: a part with empty flash, and one with an application in it.</summary>
    public static IReadOnlyList<FusFigures> Run(int seed, ICpuEngines engines, CancellationToken cancel) =>
        [Install(seed, 0, engines, cancel), Install(seed, ApplicationBytes, engines, cancel)];

    private static FusFigures Install(int seed, int application, ICpuEngines engines, CancellationToken cancel)
    {
        var board = SimulatedBoard.Create(Target, new SimulationOptions { Seed = seed, Cpu = engines, Coprocessor = new CoprocessorOptions { Fus = Fus } });
        new Random(seed).NextBytes(board.Chip.Flash.AsSpan(0, application));
        board.Chip.PowerOff();
        board.Chip.PowerOn();
        var file = Image();
        using var link = new SwdLink(board.OpenSwd());
        var session = new FusSession(link, ChipCatalog.Default.Find(Target), new Kept(), Hertz);
        var (begun, worked) = (link.Clock.Now, board.Chip.Coprocessor!.Worked);
        session.Connect(cancel);
        session.Reach(new FusWish { Files = [file] }, null, cancel);
        var situation = session.Restore(cancel);
        var (total, coprocessor, cycles) = (link.Clock.Now - begun, board.Chip.Coprocessor.Worked - worked, link.Cycles ?? 0);
        if (situation.Stack != file.Image.Version || !situation.StartsStack)
            throw new InvalidOperationException("The bench installed nothing.");
        var floor = board.Chip.Busy.Sum(BusyKind.PageErase) + board.Chip.Busy.Sum(BusyKind.Program);
        var readback = Read(link, file.Bytes.Length);
        var own = total - coprocessor - FusTiming.Default.Stable;
        return new FusFigures(
            application == 0 ? "empty flash" : "512 KB in flash", Fus, file.Image.Pages, cycles, total.TotalSeconds, coprocessor.TotalSeconds, FusTiming.Default.Stable.TotalSeconds,
            own.TotalSeconds, floor.TotalSeconds, readback.TotalSeconds, (MostOfFloor * floor.TotalSeconds) + readback.TotalSeconds + Reloads,
            board.Chip.Coprocessor.ShortestPoll?.TotalSeconds ?? 0, board.Chip.Coprocessor.Resets);
    }

    /// <summary>The wire's time for as many bytes: a plain read of user flash.</summary>
    private static TimeSpan Read(SwdLink link, int bytes)
    {
        link.Connect(Hertz);
        DebugPortPower.Up(link, PowerUp);
        IMemory memory = MemAp.Open(link, 0);
        var begun = link.Clock.Now;
        memory.Read(FusDevice.FlashBase, new byte[bytes]);
        return link.Clock.Now - begun;
    }

    private static FusFile Image()
    {
        var bytes = SimulatedFusImages.Wide.Single(image => image.Name == Stack).Build();
        return new FusFile(Stack, FusImageReader.Read(bytes, CoprocessorFiles.More(simulated: true)), bytes);
    }

    /// <summary>Option bytes of the one board of a bench.</summary>
    private sealed class Kept : IOptionStore
    {
        private readonly Dictionary<string, uint> _kept = [];

        public uint? Find(string uniqueId) => _kept.TryGetValue(uniqueId, out var options) ? options : null;

        public void Keep(string uniqueId, uint options) => _kept[uniqueId] = options;

        public void Forget(string uniqueId) => _kept.Remove(uniqueId);
    }
}
