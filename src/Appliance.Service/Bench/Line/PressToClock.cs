// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.DebugRoute;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;
using Appliance.Ports.Wires;
using Appliance.Probes.Swd;
using Appliance.Service.Composition;
using Appliance.Simulation;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench.Line;

/// <summary>
/// From the edge of the PROG button to the first SWCLK, without the time the button must be stable: the real panel driver, station, runner, project on
/// disk and journal on disk, a simulated button and board. Each job ends at its first clock.
/// </summary>
internal sealed class PressToClock : ILineMeasurement
{
    private const int Presses = 15;
    private const double LimitMs = 15;
    private const string Target = "stm32f103cb";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IReadOnlyList<LineFigure> Measure(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("appliance-bench-").FullName;
        try
        {
            var times = Press(ApplianceHome.Locate(folder), cancel);
            var first = times[0];
            var warm = times.Skip(1).Order().ToList();
            const string What = "PROG edge to first SWCLK beyond the debounce time, journal and project on disk";
            return
            [
                new("pressToClockMs", warm[warm.Count / 2], "ms", LimitMs, $"{What}; median of {warm.Count}"),
                new("pressToClockWorstMs", warm[^1], "ms", null, $"{What}; the slowest of {warm.Count}"),
                new("pressToClockFirstMs", first, "ms", null, $"{What}; the first press of a fresh process, compilation included"),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<double> Press(ApplianceHome home, CancellationToken cancel)
    {
        var project = Path.Combine(home.Path, "demo");
        DemoProject.Create(ChipCatalog.Default.Find(Target)).WriteFolder(project);
        using var records = new RecordRoom(home, null, TimeProvider.System);
        using ManualResetEventSlim ended = new();
        Sessions sessions = new();
        using var station = new Station(new JobRunner(sessions, records.Keeper, TimeProvider.System), new ProjectOnDisk(project), sessions);
        SimulatedPanel button = new();
        using var panel = new PanelDriver(station, button, TimeProvider.System);
        station.Changed += snapshot =>
        {
            if (snapshot.State is PanelState.Fail or PanelState.CannotRecord) ended.Set();
        };
        panel.Start();
        station.ShowReadiness(null);
        return [.. Enumerable.Range(0, Presses).Select(_ => One(button, sessions, ended, cancel))];
    }

    private static double One(SimulatedPanel button, Sessions sessions, ManualResetEventSlim ended, CancellationToken cancel)
    {
        Rest(cancel);
        ended.Reset();
        sessions.FirstClock = 0;
        var begun = TimeProvider.System.GetTimestamp();
        button.Press();
        if (!ended.Wait(Patience, cancel)) throw new TimeoutException("A press of the bench did not end.");
        button.Release();
        return (TimeProvider.System.GetElapsedTime(begun, sessions.FirstClock) - PanelDriver.DefaultSettling).TotalMilliseconds;
    }

    /// <summary>Longer than a released button needs to settle.</summary>
    private static void Rest(CancellationToken cancel) =>
        Task.Delay(3 * PanelDriver.DefaultSettling, TimeProvider.System, cancel).GetAwaiter().GetResult();

    /// <summary>Sessions on a simulated board that note when the first clock comes and then have no wire any more.</summary>
    private sealed class Sessions : ISessionFactory
    {
        private readonly SimulatedBoard _board = SimulatedBoard.Create(Target);

        public string ProbeName => "bench";

        public bool Simulated => true;

        public long FirstClock { get; set; }

        public ITargetSession Open(ChipDescription chip, CancellationToken cancel) =>
            new DebugRouteSession(new SwdLink(new EndsAtFirstClock(_board.OpenSwd(), this)), chip);
    }

    private sealed class EndsAtFirstClock(ISwdLine line, Sessions sessions) : ISwdLine
    {
        public string Name => line.Name;

        public WireFeatures Features => line.Features;

        public int LaneCount => line.LaneCount;

        public long Cycles => line.Cycles;

        public TimeSpan Now => line.Now;

        public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
        {
            if (sessions.FirstClock == 0) sessions.FirstClock = TimeProvider.System.GetTimestamp();
            throw new WireException(Name, "the bench ends here");
        }

        public uint SampleDriven(bool high) => line.SampleDriven(high);

        public uint SampleReleased() => line.SampleReleased();

        public void Delay(TimeSpan time, CancellationToken cancel) => line.Delay(time, cancel);

        public int SetFrequency(int hertz) => line.SetFrequency(hertz);

        public void DriveReset(uint lanes) => line.DriveReset(lanes);

        public uint SampleReset() => line.SampleReset();

        public void Dispose() => line.Dispose();
    }
}
