// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Selection;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Sticks;
using Appliance.Platform.Files;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Service.Bench;

/// <summary>What a project of 1 MiB costs on its way from a stick to PROG.</summary>
/// <param name="ReadSeconds">Reading every byte of the stick once, and nothing else: the stick's own time.</param>
/// <param name="WholeSeconds">From plugging in to selected: looked at, copied, checked whole, synced, renamed, selected.</param>
public sealed record StickFigures(double ReadSeconds, double WholeSeconds)
{
    /// <summary>What the appliance adds to the stick's own time.</summary>
    public double OwnSeconds => WholeSeconds - ReadSeconds;
}

/// <summary>Measures on a stick in memory and on the disk of this machine; the median of some runs, each with another project.</summary>
public static class StickBench
{
    private const int Runs = 7;

    /// <summary>The largest flash of a supported chip: all of it is written.</summary>
    private const int Bytes = 1 << 20;
    private const string Target = "stm32f103zg";

    /// <summary>Measures.</summary>
    /// <exception cref="IOException">The disk refused, or the project did.</exception>
    public static StickFigures Run()
    {
        var home = Directory.CreateTempSubdirectory("appliance-bench-").FullName;
        try
        {
            var store = new ProjectStore(new DurableFolder(Path.Combine(home, "projects")));
            var settings = new SettingsFile(new DurableFolder(home));
            var selection = new ProjectSwitch(new Idle(), store, id => settings.SelectProject(ProjectStore.FileName(id)).Problems);
            var figures = Enumerable.Range(0, Runs).Select(run => One(run, new StickVisit(store, ChipCatalog.Default, selection, null))).ToList();
            return new StickFigures(Median(figures.Select(one => one.ReadSeconds)), Median(figures.Select(one => one.WholeSeconds)));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static StickFigures One(int run, StickVisit visit)
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
            var report = visit.Run(stick, _ => { }, CancellationToken.None);
            if (report.Error is not null) throw new IOException($"{report.Message} {report.Details}");
        });
        return new StickFigures(read, whole);
    }

    private static double Timed(Action work)
    {
        var begun = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
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
