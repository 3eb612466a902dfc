// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Records;
using Appliance.Jobs.Tests.Records;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Sticks;

public sealed class RecordCarrierTests
{
    private readonly StickBench _bench = new();

    [Fact]
    public void NoWish_NothingIsWritten()
    {
        var stick = StickBench.Stick();
        _bench.Visit(stick);
        Assert.Empty(stick.Written.Names());
        Assert.DoesNotContain(_bench.Shown, shown => shown.State == PanelState.StickWriting);
    }

    [Theory]
    [InlineData("records: csv", 1)]
    [InlineData("records: jsonl\nsince: 2020-01-01", 1)]
    [InlineData("records: both\nsince: all", 2)]
    public void Wish_IsWrittenInItsOwnPhase(string wish, int files)
    {
        Record();
        var stick = new SimulatedStick().With("appliance-export.txt", Encoding.ASCII.GetBytes(wish + "\n"));
        var report = _bench.Visit(stick);
        Assert.Equal(PanelState.StickReady, report.State);
        Assert.Equal([PanelState.StickReading, PanelState.StickWriting], _bench.Shown.Select(shown => shown.State));
        Assert.Equal(files, stick.Written.Names().Count);
        Assert.All(stick.Written.Names(), name => Assert.Matches("^appliance-records-lab_1-[0-9]{8}\\.(csv|jsonl)$", name));
        Assert.Contains("00001-00001", Text(stick, stick.Written.Names()[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_ThatWereKept_GoAlong()
    {
        Record();
        AnchorBook.Keep(_bench.Journal, new KeptAnchor(new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.Zero), 3, new string('a', 64)));
        var stick = new SimulatedStick().With("appliance-export.txt", "records: csv\n"u8.ToArray());
        _bench.Visit(stick);
        var anchors = stick.Written.Names().Single(name => name.EndsWith("-anchors.txt", StringComparison.Ordinal));
        Assert.Equal($"2026-03-01T06:00:00.000Z 3:{new string('a', 64)}\n", Text(stick, anchors));
    }

    [Fact]
    public void ProjectAndWish_BothAreDone()
    {
        Record();
        var report = _bench.Visit(StickBench.Stick().With("appliance-export.txt", "records: csv\n"u8.ToArray()));
        Assert.Equal("Door 1 is selected. Records are on the stick.", report.Message);
    }

    [Theory]
    [InlineData("records: xml")]
    [InlineData("record: csv")]
    [InlineData("since: 2026-01-01")]
    [InlineData("records: csv\nsince: yesterday")]
    [InlineData("- csv")]
    [InlineData("")]
    public void WishWithAMistake_IsRefused(string wish)
    {
        var report = _bench.Visit(StickBench.Stick().With("appliance-export.txt", Encoding.ASCII.GetBytes(wish)));
        Assert.Equal(Catalogue.ExportUnclear, report.Error);
    }

    [Fact]
    public void StickThatCannotBeWritten_IsTold()
    {
        Record();
        Assert.Equal(Catalogue.StickNotWritable, _bench.Visit(Wishing(new SimulatedStick { WriteProtected = true })).Error);
        var full = Wishing(new SimulatedStick());
        full.Written.Capacity = 10;
        Assert.Equal(Catalogue.StickNotWritable, _bench.Visit(full).Error);
        Assert.Equal(Catalogue.ExportFailed, _bench.Visit(Wishing(new SimulatedStick()), withRecords: false).Error);
    }

    [Fact]
    public void DamagedJournal_IsTold()
    {
        Record();
        _bench.Journal.Corrupt(_bench.Journal.Names().First(name => name.EndsWith(".jsonl", StringComparison.Ordinal)), 200, 0x01);
        Assert.Equal(Catalogue.ExportFailed, _bench.Visit(Wishing(new SimulatedStick())).Error);
    }

    [Fact]
    public void PulledAtAnyOperation_NeverLeavesHalfAFileUnderItsName()
    {
        Record();
        var whole = Wishing(new SimulatedStick());
        _bench.Visit(whole);
        var name = Assert.Single(whole.Written.Names());
        var expected = Text(whole, name);
        var cuts = whole.Written.Operations;
        Assert.InRange(cuts, 3, 20);
        for (var seed = 1; seed <= 10; seed++)
        {
            for (var cut = 0; cut < cuts; cut++)
            {
                var stick = Wishing(new SimulatedStick(seed));
                stick.Written.CutIn(cut);
                Assert.Throws<PowerCutException>(() => _bench.Visit(stick));
                stick.Written.PowerOn();
                if (stick.Written.Names().Contains(name)) Assert.Equal(expected, Text(stick, name));
            }
        }
    }

    [Fact]
    public void HalfFilesOfBefore_AreRemoved_AndOthersAreLeft()
    {
        Record();
        var stick = Wishing(new SimulatedStick());
        stick.Written.Replace("appliance-records-x-00000001.csv.part", "half"u8);
        stick.Written.Replace("holiday.jpg.part", "not ours"u8);
        _bench.Visit(stick);
        Assert.Equal(2, stick.Written.Names().Count);
        Assert.Contains("holiday.jpg.part", stick.Written.Names());
    }

    private static SimulatedStick Wishing(SimulatedStick stick) => stick.With("appliance-export.txt", "records: csv\n"u8.ToArray());

    private static string Text(SimulatedStick stick, string name)
    {
        using var reader = new StreamReader(stick.Written.OpenRead(name)!);
        return reader.ReadToEnd();
    }

    private void Record()
    {
        using var journal = RecordBench.Open(_bench.Journal, new SimulatedHost());
        RecordBench.PassingJob(journal);
    }
}
