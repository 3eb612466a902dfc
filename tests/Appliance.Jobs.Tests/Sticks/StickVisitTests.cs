// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Sticks;
using Appliance.Jobs.Tests.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Sticks;

public sealed class StickVisitTests
{
    private readonly StickBench _bench = new();

    [Theory]
    [InlineData("")]
    [InlineData("door")]
    [InlineData("Door Controller")]
    public void OneProject_AnywhereAtTheTop_IsTakenAndSelected(string folder)
    {
        var report = _bench.Visit(StickBench.Stick(folder: folder));
        Assert.Equal((PanelState.StickReady, "Door 1 is selected."), (report.State, report.Message));
        Assert.Equal([PanelState.StickReading], _bench.Shown.Select(shown => shown.State));
        Assert.Equal(_bench.IdOf("1"), _bench.Active);
    }

    [Fact]
    public void OneProject_AsZip_IsTakenAndSelected()
    {
        var report = _bench.Visit(new SimulatedStick().With("door.ZIP", StickBench.Zip("1")).With("photos.zip", ZipMaker.Make(("a.jpg", "x"))));
        Assert.Equal(PanelState.StickReady, report.State);
        Assert.NotNull(_bench.Active);
    }

    [Fact]
    public void OtherCase_AsFatKeepsIt_IsFound()
    {
        var stick = new SimulatedStick();
        foreach (var (path, bytes) in StickBench.Files("1")) stick.With("DOOR/" + path.ToUpperInvariant(), bytes);
        Assert.Equal(PanelState.StickReady, _bench.Visit(stick).State);
    }

    [Fact]
    public void NamesThatFatTakesForOne_AreRefused()
    {
        var stick = StickBench.Stick().With("door/FW/a.bin", [1]);
        AssertRefused(Catalogue.ProjectInvalid, _bench.Visit(stick));
        AssertRefused(Catalogue.ProjectInvalid, _bench.Visit(StickBench.Stick().With("door/PROJECT.YAML", [1])));
        Assert.Null(_bench.Active);
    }

    [Fact]
    public void SeveralProjects_AreAllTaken_AndNoneIsSelected()
    {
        _bench.Visit(StickBench.Stick("old"));
        var before = _bench.Active;
        var stick = StickBench.Add(StickBench.Stick("2"), "lamp", "1", name: "Lamp");
        AssertRefused(Catalogue.SeveralProjects, _bench.Visit(stick));
        Assert.Equal((3, before), (_bench.Store.List().Count, _bench.Active));
    }

    [Theory]
    [InlineData("Lamp", "Lamp")]
    [InlineData("# which one\r\n\r\nlamp-folder\r\n", "Lamp")]
    [InlineData("\uFEFFdoor.zip", "Door")]
    [InlineData("DOOR", "Door")]
    public void SeveralProjects_TheListFileSaysWhich(string list, string selected)
    {
        var stick = StickBench.Add(new SimulatedStick(), "lamp-folder", "1", name: "Lamp").With("door.zip", StickBench.Zip("1")).With("Appliance-Select.txt", Encoding.UTF8.GetBytes(list));
        Assert.Equal($"{selected} 1 is selected.", _bench.Visit(stick).Message);
    }

    [Theory]
    [InlineData("nothing such")]
    [InlineData("")]
    [InlineData("# only a comment")]
    public void ListFileThatNamesNothing_SelectsNothing(string list)
    {
        AssertRefused(Catalogue.StickListWrong, _bench.Visit(StickBench.Stick().With("appliance-select.txt", Encoding.UTF8.GetBytes(list + "\n"))));
        Assert.Null(_bench.Active);
    }

    [Fact]
    public void GoodAndDamagedProject_NeitherIsSelected_AndTheDamagedOneIsTold()
    {
        var zip = StickBench.Zip("1", name: "Lamp");
        var report = _bench.Visit(StickBench.Stick().With("lamp.zip", zip[..(zip.Length / 2)]));
        AssertRefused(Catalogue.ProjectDamaged, report);
        Assert.Contains("lamp.zip", report.Message, StringComparison.Ordinal);
        Assert.Null(_bench.Active);
    }

    [Fact]
    public void HalfCopiedFolder_AtEveryLengthOfEachFile_IsRefused()
    {
        _bench.Visit(StickBench.Stick("old"));
        var before = _bench.Active;
        var good = StickBench.Files("2", 3000);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(good["fw/a.bin"]));
        var yaml = Encoding.UTF8.GetBytes($"name: Door\nrevision: '2'\ntarget: stm32f103cb\nfiles: [{{path: fw/a.bin, address: 0x08000000, sha256: {digest}}}]\n");
        foreach (var length in new[] { 0, 1, 1499, 1500, 2999 })
            AssertRefused(Catalogue.ProjectDamaged, _bench.Visit(new SimulatedStick().With("door/project.yaml", yaml).With("door/fw/a.bin", good["fw/a.bin"][..length])));
        AssertRefused(Catalogue.ProjectDamaged, _bench.Visit(new SimulatedStick().With("door/project.yaml", yaml)));
        for (var length = 0; length < yaml.Length - 2; length++)
        {
            var report = _bench.Visit(new SimulatedStick().With("door/project.yaml", yaml[..length]).With("door/fw/a.bin", good["fw/a.bin"]));
            Assert.Equal((PanelState.StickRefused, length), (report.State, length));
        }

        Assert.Equal((before, 1), (_bench.Active, _bench.Store.List().Count));
    }

    [Fact]
    public void HalfCopiedArchive_AtEveryLength_IsRefused()
    {
        var zip = StickBench.Zip("2", 300);
        for (var length = 0; length < zip.Length; length++)
            AssertRefused(Catalogue.ProjectDamaged, _bench.Visit(new SimulatedStick().With("door.zip", zip[..length])));
        Assert.Empty(_bench.Store.List());
    }

    [Fact]
    public void PulledStick_AfterAnyByte_ChangesNothing_AndSaysSo()
    {
        _bench.Visit(StickBench.Stick("old"));
        var before = _bench.Active;
        var whole = StickBench.Stick("2", 3000);
        Assert.Equal(PanelState.StickReady, new StickBench().Visit(whole).State);
        for (var bytes = 0L; bytes < whole.BytesRead; bytes += bytes < 300 ? 1 : 97)
        {
            var stick = StickBench.Stick("2", 3000);
            stick.PullAfterBytes = bytes;
            AssertRefused(Catalogue.StickGone, _bench.Visit(stick));
            Assert.Equal((before, 1), (_bench.Active, _bench.Store.List().Count));
        }
    }

    [Fact]
    public void EveryFile_IsReadOnce()
    {
        var stick = StickBench.Stick("1", 60_000);
        _bench.Visit(stick);
        Assert.InRange(stick.BytesRead, 60_000, 61_000);
    }

    [Fact]
    public void PowerCut_AtEveryOperation_LeavesOldOrNew()
    {
        var uncut = new StickBench();
        uncut.Visit(StickBench.Stick("1"));
        var first = uncut.Disk.Operations;
        uncut.Visit(StickBench.Stick("2"));
        for (var cut = 0; cut < uncut.Disk.Operations - first; cut++)
        {
            var bench = new StickBench();
            bench.Visit(StickBench.Stick("1"));
            bench.Disk.CutIn(cut);
            Assert.Throws<PowerCutException>(() => bench.Visit(StickBench.Stick("2")));
            bench.Disk.PowerOn();
            bench.AssertWhole();
            Assert.Contains(bench.Active, bench.Store.List().Select(entry => entry.Id));
            Assert.Contains(bench.IdOf("1"), bench.Store.List().Select(entry => entry.Id));
            Assert.Equal("Door 2 is selected.", bench.Visit(StickBench.Stick("2")).Message);
            Assert.Equal(bench.IdOf("2"), bench.Active);
        }
    }

    [Fact]
    public void FullDisk_IsTold_AndTheOldProjectStays()
    {
        _bench.Visit(StickBench.Stick("old"));
        var before = _bench.Active;
        _bench.Disk.Capacity = 4000;
        AssertRefused(Catalogue.NoRoom, _bench.Visit(StickBench.Stick("2", 20_000)));
        Assert.Equal(before, _bench.Active);
        _bench.AssertWhole();
    }

    [Fact]
    public void ReadOnlyDisk_IsTold()
    {
        _bench.Visit(StickBench.Stick("old"));
        _bench.Disk.ReadOnly = true;
        AssertRefused(Catalogue.CannotKeep, _bench.Visit(StickBench.Stick("2")));
    }

    [Fact]
    public void AnotherImport_IsTold()
    {
        using var other = _bench.Disk.Open("import.lock");
        AssertRefused(Catalogue.ImportRuns, _bench.Visit(StickBench.Stick()));
    }

    [Fact]
    public void BrokenSettings_AreTold_AndNothingIsSelected()
    {
        _bench.SettingsMistakes = [new Problem(ProblemCode.Syntax, "appliance.yaml", 1, 1, "no")];
        AssertRefused(Catalogue.SettingsInvalid, _bench.Visit(StickBench.Stick()));
    }

    [Fact]
    public void JobThatRuns_IsLeftAlone_AndTheProjectWaitsForItsEnd()
    {
        _bench.Visit(StickBench.Stick("old"));
        var before = _bench.Active;
        _bench.JobRuns = true;
        Assert.Equal("Door 2 is taken in and is selected when this board is done.", _bench.Visit(StickBench.Stick("2")).Message);
        Assert.Equal(before, _bench.Active);
        Assert.False(_bench.Selection.TryWaiting());
        _bench.JobRuns = false;
        Assert.True(_bench.Selection.TryWaiting());
        Assert.Equal(_bench.IdOf("2"), _bench.Active);
        Assert.Equal("The next board gets Door 2.", _bench.Told[^1]);
    }

    [Theory]
    [InlineData(4096, PanelState.StickReady)]
    [InlineData(4097, PanelState.StickRefused)]
    public void ManyFilesAtTheTop_AreLookedAtUpToALimit(int entries, PanelState state)
    {
        var stick = StickBench.Stick();
        for (var i = 1; i < entries; i++) stick.With($"f{i}.jpg", [1]);
        Assert.Equal(state, _bench.Visit(stick).State);
    }

    [Fact]
    public void FiftyThousandFiles_InAnotherFolder_CostNothing_AndInTheProjectsAreRefused()
    {
        var photos = StickBench.Stick();
        for (var i = 0; i < 50_000; i++) photos.With($"DCIM/{i}.jpg", [1]);
        Assert.Equal(PanelState.StickReady, _bench.Visit(photos).State);
        Assert.InRange(photos.BytesRead, 1, 2000);
        var full = StickBench.Stick("2");
        for (var i = 0; i < 50_000; i++) full.With($"door/{i}.jpg", [1]);
        AssertRefused(Catalogue.StickTooMuch, _bench.Visit(full));
    }

    [Fact]
    public void TooManyProjects_AreRefused_BeforeAnyIsTaken()
    {
        var stick = new SimulatedStick();
        for (var i = 0; i < 65; i++) StickBench.Add(stick, $"p{i}", "1", name: $"P{i}");
        AssertRefused(Catalogue.StickTooMuch, _bench.Visit(stick));
        Assert.Empty(_bench.Store.List());
    }

    [Fact]
    public void EmptyAndUnreadableSticks_AreTold()
    {
        AssertRefused(Catalogue.StickEmpty, _bench.Visit(new SimulatedStick()));
        AssertRefused(Catalogue.StickEmpty, _bench.Visit(new SimulatedStick().With("notes.txt", [1]).With("PROJECT.YAM", [1]).With("._project.yaml", [1]).With("a/b/project.yaml", [1])));
        AssertRefused(Catalogue.StickUnreadable, _bench.Visit(new SimulatedStick { Refusal = "Its file system is ntfs." }));
    }

    [Fact]
    public void Garbage_OfAnyKind_IsRefusedAndNeverThrows()
    {
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            var stick = new SimulatedStick();
            for (var i = random.Next(8); i >= 0; i--)
            {
                var bytes = new byte[random.Next(600)];
                random.NextBytes(bytes);
                stick.With(Odd(random), bytes);
            }

            Assert.Equal(PanelState.StickRefused, _bench.Visit(stick).State);
        }

        Assert.Empty(_bench.Store.List());
    }

    [Fact]
    public void UnsignedProject_IsRefused_WhereASignatureIsRequired()
    {
        _bench.Visit(StickBench.Stick("old"));
        var before = _bench.Active;
        var keys = new SimulatedFolder();
        var bench = new StickBench { Signatures = new SignatureRule(() => true, () => keys) };
        AssertRefused(Catalogue.SignatureMissing, bench.Visit(StickBench.Stick("2")));
        Assert.Null(bench.Active);
        Assert.NotNull(before);
    }

    private static string Odd(Random random)
    {
        string[] parts = ["project.yaml", "PROJECT.YAML", "a.zip", "..", ".", "con", "x\ny", "\u0001", " ", "é", "e\u0301", "appliance-select.txt", "appliance-export.txt", new string('n', 300), "A~1.ZIP"];
        return string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(parts.Length)]));
    }

    private static void AssertRefused(CatalogueEntry entry, StickReport report)
    {
        Assert.Equal((PanelState.StickRefused, entry.Code), (report.State, report.Error?.Code));
        Assert.StartsWith(entry.Text, report.Message, StringComparison.Ordinal);
    }
}
