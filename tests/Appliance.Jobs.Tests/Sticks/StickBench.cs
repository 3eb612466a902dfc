// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Selection;
using Appliance.Jobs.Sticks;
using Appliance.Jobs.Tests.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Sticks;

/// <summary>An appliance that is nothing but its disk, its selection and a socket for sticks.</summary>
internal sealed class StickBench : IProjectGate
{
    public SimulatedFolder Disk { get; } = new() { StaysOff = true };

    public SimulatedFolder Journal { get; } = new();

    public SimulatedMedia Media { get; } = new();

    /// <summary>What is shown, in order.</summary>
    public List<StickReport> Shown { get; } = [];

    /// <summary>Id of the active project, as a file of its own on the disk.</summary>
    public string? Active => Disk.OpenRead("active") is { } stream ? new StreamReader(stream).ReadToEnd() : null;

    public ProjectStore Store => new(Disk, Signatures);

    public SignatureRule? Signatures { get; set; }

    public bool JobRuns { get; set; }

    /// <summary>What uses a set-up file; null where none is taken.</summary>
    public IStickSetUp? SetUp { get; set; }

    public IReadOnlyList<Problem> SettingsMistakes { get; set; } = [];

    /// <summary>What was told beside a verdict.</summary>
    public List<string> Told { get; } = [];

    public ProjectSwitch Selection => field ??= new ProjectSwitch(this, Store, Select);

    public bool WhileIdle(Action change)
    {
        if (JobRuns) return false;
        change();
        return true;
    }

    public void ProjectSelected(string sentence) => Told.Add(sentence);

    /// <summary>Plugs a stick in and does what is to be done with it.</summary>
    public StickReport Visit(SimulatedStick stick, bool withRecords = true)
    {
        Media.Plug(stick);
        var visit = new StickVisit(Store, ChipCatalog.Default, Selection, withRecords ? (Journal, "lab 1") : null, SetUp);
        Shown.Clear();
        return visit.Run(stick, Shown.Add, CancellationToken.None);
    }

    /// <summary>A stick with one project in a folder.</summary>
    public static SimulatedStick Stick(string revision = "1", int length = 500, string folder = "door", long seed = 1) => Add(new SimulatedStick(seed), folder, revision, length);

    public static SimulatedStick Add(SimulatedStick stick, string folder, string revision, int length = 500, string name = "Door")
    {
        foreach (var (path, bytes) in Files(revision, length, name)) stick.With(folder.Length == 0 ? path : $"{folder}/{path}", bytes);
        return stick;
    }

    public static Dictionary<string, byte[]> Files(string revision, int length = 500, string name = "Door")
    {
        var files = BrittleSource.Door(revision, length);
        files["project.yaml"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files["project.yaml"]).Replace("Door", name, StringComparison.Ordinal));
        return files;
    }

    public static byte[] Zip(string revision, int length = 500, string name = "Door") => ZipMaker.Make(Files(revision, length, name).Select(file => (file.Key, file.Value, 0)));

    /// <summary>Id of the only kept revision with a text.</summary>
    public string IdOf(string revision) => Store.List().Single(entry => entry.Result.Loaded!.Project.Revision == revision).Id;

    public void AssertWhole() => Assert.All(Store.List(), entry => Assert.NotNull(entry.Result.Loaded));

    private IReadOnlyList<Problem> Select(string id)
    {
        if (SettingsMistakes.Count == 0) Disk.Replace("active", Encoding.ASCII.GetBytes(id));
        return SettingsMistakes;
    }
}
