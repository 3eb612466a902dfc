// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Selection;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Sticks;
using Appliance.Platform.Files;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench.Line;

/// <summary>
/// What a project of 1 MiB costs on its way from a stick to PROG, beyond reading every byte of the stick once: looked at, copied, checked whole, synced,
/// renamed, selected. A stick in memory and the disk of this machine; the median of some runs, each with another project.
/// </summary>
internal sealed class StickImport : ILineMeasurement
{
    private const int Runs = 7;
    private const double LimitMs = 1000;

    /// <summary>The largest flash of a supported chip: all of it is written.</summary>
    private const int Bytes = 1 << 20;
    private const string Target = "stm32f103zg";

    /// <inheritdoc/>
    public IReadOnlyList<LineFigure> Measure(CancellationToken cancel)
    {
        var home = Directory.CreateTempSubdirectory("appliance-bench-").FullName;
        try
        {
            var store = new ProjectStore(new DurableFolder(Path.Combine(home, "projects")));
            var settings = new SettingsFile(new DurableFolder(home));
            var selection = new ProjectSwitch(new Idle(), store, id => settings.SelectProject(ProjectStore.FileName(id)).Problems);
            var runs = Enumerable.Range(0, Runs).Select(run => One(run, new StickVisit(store, ChipCatalog.Default, selection, null), cancel)).ToList();
            return
            [
                new("importMs", Median(runs.Select(run => run.WholeMs - run.ReadMs)), "ms", LimitMs, $"project of 1 MiB from plugging in to selected, beyond the stick's own read time; median of {Runs}"),
                new("importReadMs", Median(runs.Select(run => run.ReadMs)), "ms", null, "reading the same bytes once, from a stick in memory"),
            ];
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static (double ReadMs, double WholeMs) One(int run, StickVisit visit, CancellationToken cancel)
    {
        var firmware = new byte[Bytes];
        new Random(run).NextBytes(firmware);
        var stick = new SimulatedStick()
            .With("bench/project.yaml", Encoding.ASCII.GetBytes($"name: Bench\nrevision: '{run}'\ntarget: {Target}\nfiles: [{{path: fw.bin, address: 0x08000000}}]\n"))
            .With("bench/fw.bin", firmware);
        using var media = new SimulatedMedia();
        media.Plug(stick);
        var read = Timed(() =>
        {
            using var stream = stick.OpenRead("bench/fw.bin");
            stream.CopyTo(Stream.Null);
        });
        var whole = Timed(() =>
        {
            var report = visit.Run(stick, _ => { }, cancel);
            if (report.Error is not null) throw new IOException($"{report.Message} {report.Details}");
        });
        return (read, whole);
    }

    private static double Timed(Action work)
    {
        var begun = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Runs / 2);

    /// <summary>No job ever runs.</summary>
    private sealed class Idle : IProjectGate
    {
        public bool WhileIdle(Action change)
        {
            change();
            return true;
        }

        public void ProjectSelected(string sentence)
        {
        }
    }
}
