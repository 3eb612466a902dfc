// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Projects;

/// <summary>Whatever ends an import in the middle: the old project is whole and current, and nothing half is visible.</summary>
public sealed class ProjectStoreCutTests
{
    private const int Length = 70_000;

    [Fact]
    public void PowerCut_AtEveryOperation_LeavesOldOrNew_NeverHalf()
    {
        var operations = Uncut();
        Assert.InRange(operations, 6, 60);
        var kept = new HashSet<int>();
        for (var seed = 1; seed <= 12; seed++)
        {
            for (var cut = 0; cut < operations; cut++)
            {
                var disk = new SimulatedFolder(seed) { StaysOff = true };
                var old = Import(disk, "1", 3000);
                disk.CutIn(cut);
                Assert.Throws<PowerCutException>(() => Import(disk, "2", Length));
                disk.PowerOn();
                kept.Add(Judge(disk, old));
                var young = Import(disk, "2", Length);
                Assert.Equal(young, Assert.Single(new ProjectStore(disk).Shelf.Lines).Current);
                Assert.Equal(old, new ProjectStore(disk).Shelf.Before("Door")!.Id);
            }
        }

        Assert.Equal([1, 2], kept.Order());
    }

    [Fact]
    public void PowerCut_WhileAProjectProvesItself_KeepsTheNewOneAndTheOneBefore()
    {
        for (var cut = 0; cut < 8; cut++)
        {
            var disk = new SimulatedFolder(cut + 1) { StaysOff = true };
            Import(disk, "1", 100);
            var (second, third) = (Import(disk, "2", 100), Import(disk, "3", 100));
            disk.CutIn(cut);
            try
            {
                new ProjectStore(disk).Prove(third, "00001-00001", third);
            }
            catch (PowerCutException)
            {
                disk.PowerOn();
            }

            var store = new ProjectStore(disk);
            Assert.Equal(third, Assert.Single(store.Shelf.Lines).Current);
            Assert.Subset(store.List().Where(entry => entry.Result.Loaded is not null).Select(entry => entry.Id).ToHashSet(), new HashSet<string> { second, third });
        }
    }

    [Fact]
    public void Source_GoesAwayAtAnyByte_ChangesNothing()
    {
        var files = BrittleSource.Door("2", Length);
        var total = files.Values.Sum(bytes => (long)bytes.Length);
        var text = files["project.yaml"].Length;
        var offsets = Enumerable.Range(0, text + 2).Select(at => (long)at)
            .Concat([2 * text - 1, 2 * text, 2 * text + 1, text + 65_535, text + 65_536, text + 65_537, total - 1, total, total + text - 1]);
        foreach (var offset in offsets)
        {
            var disk = new SimulatedFolder();
            var old = Import(disk, "1", 3000);
            var before = disk.Names();
            var (id, result) = new ProjectStore(disk).Import("stick", () => new BrittleSource(files, offset), ChipCatalog.Default, CancellationToken.None);
            Assert.Null(id);
            Assert.Equal(ProblemCode.Unreadable, Assert.Single(result.Problems).Code);
            Assert.Equal(before, disk.Names());
            Assert.Equal(1, Judge(disk, old));
        }

        Assert.NotNull(new ProjectStore(new SimulatedFolder()).Import("stick", () => new BrittleSource(files, total + text), ChipCatalog.Default, CancellationToken.None).Id);
    }

    private static long Uncut()
    {
        var disk = new SimulatedFolder();
        Import(disk, "1", 3000);
        var before = disk.Operations;
        Import(disk, "2", Length);
        return disk.Operations - before;
    }

    private static string Import(SimulatedFolder disk, string revision, int length)
    {
        var (id, result) = new ProjectStore(disk).Import("door", () => new BrittleSource(BrittleSource.Door(revision, length)), ChipCatalog.Default, CancellationToken.None);
        Assert.Empty(result.Problems);
        return id!;
    }

    /// <summary>All that is visible is whole, the old project among it.</summary>
    /// <returns>How many projects there are.</returns>
    private static int Judge(SimulatedFolder disk, string old)
    {
        var projects = new ProjectStore(disk).List();
        Assert.All(projects, entry => Assert.True(entry.Result.Loaded is not null, entry.Result.Problems.FirstOrDefault()?.ToString()));
        Assert.Contains(old, projects.Select(entry => entry.Id));
        return projects.Count;
    }
}
