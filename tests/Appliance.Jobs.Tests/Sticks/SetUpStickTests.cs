// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Sticks;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Sticks;

/// <summary>A set-up file on a stick, alone and beside other things.</summary>
public sealed class SetUpStickTests
{
    private const string FileName = "appliance-setup.yaml";
    private readonly StickBench _bench = new();

    [Fact]
    public void SetUp_IsUsed_AndErasedInItsOwnPhase()
    {
        var told = Takes(null, "The appliance is set up.");
        var stick = Stick();
        var report = _bench.Visit(stick);
        Assert.Equal((PanelState.StickReady, "The appliance is set up."), (report.State, report.Message));
        Assert.Equal([PanelState.StickReading, PanelState.StickWriting], _bench.Shown.Select(shown => shown.State));
        Assert.Equal("password: x\n", Assert.Single(told.Files));
        Assert.Empty(stick.Written.Names());
    }

    [Fact]
    public void SetUpProjectAndWish_AllIsDone()
    {
        Takes(null, "The appliance is set up.");
        var stick = StickBench.Add(Stick(), "door", "1").With("appliance-export.txt", "records: csv\n"u8.ToArray());
        var report = _bench.Visit(stick);
        Assert.Equal("The appliance is set up. Door 1 is selected. Records are on the stick.", report.Message);
        Assert.StartsWith("appliance-records-", Assert.Single(stick.Written.Names()), StringComparison.Ordinal);
    }

    [Fact]
    public void SetUp_OnAStickThatCannotBeWritten_IsUsed_AndItsOwnerIsToldToEraseIt()
    {
        Takes(null, "The appliance is set up.");
        var stick = new SimulatedStick { WriteProtected = true }.With(FileName, "password: x\n"u8.ToArray());
        var report = _bench.Visit(stick);
        Assert.Equal(PanelState.StickReady, report.State);
        Assert.Equal($"The appliance is set up. {FileName} could not be erased.", report.Message);
        Assert.Contains("it holds the password", report.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void SetUp_WithAMistake_IsRefused_LeftOnTheStick_AndTheProjectIsTaken()
    {
        Takes(Catalogue.SetUpWrong, "line 1: no key pasword");
        var stick = StickBench.Add(Stick(), "door", "1");
        var report = _bench.Visit(stick);
        Assert.Equal((PanelState.StickRefused, Catalogue.SetUpWrong), (report.State, report.Error));
        Assert.Contains("no key pasword", report.Details, StringComparison.Ordinal);
        Assert.Equal(_bench.IdOf("1"), _bench.Active);
        Assert.Equal([FileName], stick.Written.Names());
    }

    [Fact]
    public void SetUp_OfAnApplianceThatHasOne_IsRefused_AndSpoilsNoProject()
    {
        Takes(Catalogue.SetUpDone, "left alone");
        Assert.Equal(Catalogue.SetUpDone, _bench.Visit(Stick()).Error);
        var report = _bench.Visit(StickBench.Add(Stick(), "door", "1"));
        Assert.Equal((PanelState.StickReady, "left alone"), (report.State, report.Details));
    }

    [Fact]
    public void SetUp_PulledWhileItIsRead_ChangesNothing()
    {
        var told = Takes(null, "The appliance is set up.");
        var stick = Stick();
        stick.PullAfterBytes = 3;
        Assert.Equal(Catalogue.StickGone, _bench.Visit(stick).Error);
        Assert.Empty(told.Files);
    }

    /// <summary>What stands on the simulated stick in its writing phase is a folder of its own.</summary>
    private static SimulatedStick Stick()
    {
        var stick = new SimulatedStick().With(FileName, "password: x\n"u8.ToArray());
        stick.Written.Replace(FileName, "password: x\n"u8);
        return stick;
    }

    private TakesFiles Takes(CatalogueEntry? refused, string message)
    {
        var takes = new TakesFiles(new SetUpTaking(refused, message));
        _bench.SetUp = takes;
        return takes;
    }

    private sealed class TakesFiles(SetUpTaking answer) : IStickSetUp
    {
        public List<string> Files { get; } = [];

        public SetUpTaking Take(Stream file)
        {
            using var text = new StreamReader(file);
            Files.Add(text.ReadToEnd());
            return answer;
        }
    }
}
