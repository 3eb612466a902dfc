// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Ports.Files;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Projects;

public sealed class ProjectStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
    }

    [Fact]
    public void EveryChip_DemoProject_Checks()
    {
        foreach (var chip in ChipCatalog.Default.Chips)
        {
            DemoProject.Create(chip).WriteFolder(_folder.At(chip.Name));
            var check = ProjectCheck.Check(_folder.At(chip.Name), ChipCatalog.Default);
            Assert.True(check.Job is not null, check.Problems.FirstOrDefault()?.ToString());
        }
    }

    [Fact]
    public void ImportExportImport_KeepsTheHash()
    {
        Demo("in");
        var disk = new SimulatedFolder();
        var store = new ProjectStore(disk);
        var (id, _) = store.Import(_folder.At("in"), ChipCatalog.Default);
        using (var zip = File.Create(_folder.At("out.zip")))
            store.Export(id!, zip);
        var (again, result) = new ProjectStore(new SimulatedFolder()).Import(_folder.At("out.zip"), ChipCatalog.Default);
        Assert.Equal(id, again);
        Assert.Equal(id, result.Job!.Project.ContentHash);
        Assert.Equal([id], store.List().Select(entry => entry.Id));
        Assert.Equal(id, Assert.Single(store.Shelf.Lines).Current);
        store.Remove(id!);
        Assert.Empty(store.List());
        Assert.Empty(store.Shelf.Lines);
    }

    [Fact]
    public void BadProject_Import_LeavesNothing()
    {
        Demo("in");
        _folder.Write("in/project.yaml", ZipMaker.Yaml.Replace("0x08000000", "0x09000000", StringComparison.Ordinal).Replace("a.bin", "firmware.bin", StringComparison.Ordinal));
        var disk = new SimulatedFolder();
        var (id, result) = new ProjectStore(disk).Import(_folder.At("in"), ChipCatalog.Default);
        Assert.Null(id);
        Assert.Equal(ProblemCode.ImageOutside, Assert.Single(result.Problems).Code);
        Assert.Equal(["import.lock"], disk.Names());
    }

    [Fact]
    public void MissingFileAndMore_Import_ListsEveryMistake()
    {
        Demo("in");
        _folder.Write("in/project.yaml", "name: Door\nrevision: 1\ntarget: stm32f103xx\nfiles: [firmware.bni, firmware.bin]\n");
        var (id, result) = new ProjectStore(new SimulatedFolder()).Import(_folder.At("in"), ChipCatalog.Default);
        Assert.Null(id);
        Assert.Equal([ProblemCode.UnknownTarget, ProblemCode.MissingFile, ProblemCode.BadFirmware], result.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void UnfinishedImport_IsNotListed_AndGoesAwayWithTheNext()
    {
        Demo("in");
        var disk = new SimulatedFolder();
        disk.Replace("staged.part", "half of something"u8);
        var store = new ProjectStore(disk);
        Assert.Empty(store.List());
        var (id, _) = store.Import(_folder.At("in"), ChipCatalog.Default);
        Assert.Equal([id], store.List().Select(entry => entry.Id));
        Assert.DoesNotContain("staged.part", disk.Names());
    }

    [Fact]
    public void SecondImport_WhileOneRuns_IsRefused()
    {
        Demo("in");
        var disk = new SimulatedFolder();
        using var first = disk.Open("import.lock");
        Assert.Equal(FileFault.InUse, Assert.Throws<FileFaultException>(() => new ProjectStore(disk).Import(_folder.At("in"), ChipCatalog.Default)).Fault);
    }

    [Fact]
    public void Cancelled_Import_LeavesNothing()
    {
        Demo("in");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var disk = new SimulatedFolder();
        Assert.Throws<OperationCanceledException>(() => new ProjectStore(disk).Import(_folder.At("in"), ChipCatalog.Default, cancel.Token));
        Assert.Equal(["import.lock"], disk.Names());
    }

    [Fact]
    public void StoredProject_SpoiltOnTheDisk_IsListedAsDamaged_AndComesBackWithAnImport()
    {
        Demo("in");
        var disk = new SimulatedFolder();
        var store = new ProjectStore(disk);
        var (id, _) = store.Import(_folder.At("in"), ChipCatalog.Default);
        disk.Corrupt(ProjectStore.FileName(id!), 1000, 0x10);
        Assert.Null(Assert.Single(store.List()).Result.Loaded);
        Assert.Equal(id, store.Import(_folder.At("in"), ChipCatalog.Default).Id);
        Assert.NotNull(Assert.Single(store.List()).Result.Loaded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"lines\":[{\"name\":\"Door\"}]}")]
    [InlineData("{\"lines\":[null]}")]
    public void LostShelf_Import_AdoptsWhatIsThere(string shelf)
    {
        var disk = new SimulatedFolder();
        var store = new ProjectStore(disk);
        var old = Door(store, "1", 100);
        disk.Replace("shelf.json", System.Text.Encoding.UTF8.GetBytes(shelf));
        Assert.Empty(store.Shelf.Lines);
        var young = Door(store, "2", 200);
        var line = Assert.Single(store.Shelf.Lines);
        Assert.Equal((young, 2), (line.Current, line.Revisions.Count));
        Assert.Equal(old, store.Shelf.Before("Door")!.Id);
    }

    [Fact]
    public void FullDisk_AtEverySize_KeepsTheOldProjectAndLeavesNothingHalf()
    {
        var full = 0;
        for (var capacity = 1500; capacity < 24000; capacity += 333)
        {
            var disk = new SimulatedFolder();
            var store = new ProjectStore(disk);
            var old = Door(store, "1", 500);
            disk.Capacity = capacity;
            try
            {
                Door(store, "2", 9000);
            }
            catch (FileFaultException refused)
            {
                Assert.Equal(FileFault.DiskFull, refused.Fault);
                Assert.Contains(old, store.List().Select(entry => entry.Id));
                Assert.Equal(old, store.Shelf.Find("Door")!.Current);
                full++;
            }

            Assert.All(store.List(), entry => Assert.NotNull(entry.Result.Loaded));
            Assert.DoesNotContain("staged.part", disk.Names());
        }

        Assert.InRange(full, 10, 60);
    }

    [Fact]
    public void Prove_FirstPass_RemovesWhatNobodyNeeds_AndNeverBefore()
    {
        var store = new ProjectStore(new SimulatedFolder());
        var ids = new List<string>();
        foreach (var revision in new[] { "1", "2", "3" })
            ids.Add(Door(store, revision, 100));
        Assert.Equal(3, store.List().Count);
        store.Prove(ids[2], "00001-00009", ids[2]);
        Assert.Equal(ids[1..].Order(), store.List().Select(entry => entry.Id));
        Assert.Equal(("00001-00009", ids[1]), (store.Shelf.LineOf(ids[2])!.Revisions[^1].ProvenBy, store.Shelf.Before("Door")!.Id));
        store.Prove(ids[2], "00001-00010", ids[2]);
        Assert.Equal("00001-00009", store.Shelf.LineOf(ids[2])!.Revisions[^1].ProvenBy);
    }

    [Fact]
    public void Prove_OfAnotherThanTheCurrent_RemovesNothing()
    {
        var store = new ProjectStore(new SimulatedFolder());
        var (first, _, _) = (Door(store, "1", 100), Door(store, "2", 100), Door(store, "3", 100));
        store.Prove(first, "00001-00001", first);
        Assert.Equal(3, store.List().Count);
    }

    [Fact]
    public void Prove_ActiveProject_IsNeverRemoved()
    {
        var store = new ProjectStore(new SimulatedFolder());
        var (first, _, third) = (Door(store, "1", 100), Door(store, "2", 100), Door(store, "3", 100));
        store.Prove(third, "00001-00001", active: first);
        Assert.Contains(first, store.List().Select(entry => entry.Id));
    }

    [Fact]
    public void UnknownTargetAndPoorRoute_Check_AllMistakesAtOnce()
    {
        Demo("in");
        var text = File.ReadAllText(_folder.At("in/project.yaml")).Replace("target: stm32f103cb", "target: stm32f103cc8", StringComparison.Ordinal);
        _folder.Write("in/project.yaml", text + "connect: under-reset\n");
        var problems = ProjectCheck.Check(_folder.At("in"), ChipCatalog.Default, SessionCapabilities.Readback).Problems;
        Assert.Equal([(ProblemCode.UnknownTarget, 4), (ProblemCode.Unsupported, 8)], problems.Select(problem => (problem.Code, problem.Line)));
    }

    [Fact]
    public void YamlMutations_NeverCrash()
    {
        var good = File.ReadAllText(Demo("in"));
        var random = new Random(7);
        for (var round = 0; round < 20000; round++)
        {
            var text = good.ToCharArray().ToList();
            for (var i = random.Next(1, 8); i > 0; i--)
                text.Insert(random.Next(text.Count), "[]{}:,-#&*!|>'\"%@`\t\n ?\0\u00e4\uD800"[random.Next(24)]);
            var problems = new ProblemList("project.yaml");
            var draft = ProjectYaml.Parse(string.Concat(text), problems);
            Assert.True(draft is not null || problems.Count > 0);
        }
    }

    private static string Door(ProjectStore store, string revision, int length)
    {
        return store.Import("door", () => new BrittleSource(BrittleSource.Door(revision, length)), ChipCatalog.Default, CancellationToken.None).Id!;
    }

    private string Demo(string name)
    {
        DemoProject.Create(ChipCatalog.Default.Find("stm32f103cb")).WriteFolder(_folder.At(name));
        return _folder.At(name + "/project.yaml");
    }
}
