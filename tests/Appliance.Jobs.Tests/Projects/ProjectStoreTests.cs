// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;
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
        var store = new ProjectStore(_folder.At("store"));
        var (id, _) = store.Import(_folder.At("in"), ChipCatalog.Default);
        using (var zip = File.Create(_folder.At("out.zip")))
            store.Export(id!, zip);
        var (again, result) = new ProjectStore(_folder.At("second")).Import(_folder.At("out.zip"), ChipCatalog.Default);
        Assert.Equal(id, again);
        Assert.Equal(id, result.Job!.Project.ContentHash);
        Assert.Equal([id], store.List().Select(entry => entry.Id));
        store.Remove(id!);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("store")));
    }

    [Fact]
    public void BadProject_Import_LeavesNothing()
    {
        Demo("in");
        _folder.Write("in/project.yaml", ZipMaker.Yaml.Replace("0x08000000", "0x09000000", StringComparison.Ordinal).Replace("a.bin", "firmware.bin", StringComparison.Ordinal));
        var (id, result) = new ProjectStore(_folder.At("store")).Import(_folder.At("in"), ChipCatalog.Default);
        Assert.Null(id);
        Assert.Equal(ProblemCode.ImageOutside, Assert.Single(result.Problems).Code);
        Assert.False(Directory.Exists(_folder.At("store")));
    }

    [Fact]
    public void UnfinishedImport_IsNotListed_AndGoesAwayWithTheNext()
    {
        Demo("in");
        _folder.Write("store/.import-x/project.yaml", ZipMaker.Yaml);
        var store = new ProjectStore(_folder.At("store"));
        Assert.Empty(store.List());
        var (id, _) = store.Import(_folder.At("in"), ChipCatalog.Default);
        Assert.Equal([id], Directory.EnumerateFileSystemEntries(_folder.At("store")).Select(Path.GetFileName));
    }

    [Fact]
    public void Cancelled_Import_LeavesNothing()
    {
        Demo("in");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => new ProjectStore(_folder.At("store")).Import(_folder.At("in"), ChipCatalog.Default, cancel.Token));
        Assert.False(Directory.Exists(_folder.At("store")));
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

    private string Demo(string name)
    {
        DemoProject.Create(ChipCatalog.Default.Find("stm32f103cb")).WriteFolder(_folder.At(name));
        return _folder.At(name + "/project.yaml");
    }
}
