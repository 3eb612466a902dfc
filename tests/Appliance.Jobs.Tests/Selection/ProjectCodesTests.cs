// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Panel;
using Appliance.Jobs.Selection;
using Appliance.Jobs.Tests.Sticks;
using Appliance.Jobs.Yaml;
using Appliance.Simulation.Surroundings;

namespace Appliance.Jobs.Tests.Selection;

public sealed class ProjectCodesTests
{
    private readonly StickBench _bench = new();
    private readonly ProjectCodes _codes;

    public ProjectCodesTests()
    {
        _bench.Visit(Coded(StickBench.Add(StickBench.Stick("1"), "lamp", "7", name: "Lamp"), "bell", "Bell", "4006381333931"));
        _codes = new ProjectCodes(_bench.Store, _bench.Selection, () => _bench.Active);
    }

    [Theory]
    [InlineData("Door", "Door 1 is selected.")]
    [InlineData(" Lamp ", "Lamp 7 is selected.")]
    [InlineData("4006381333931", "Bell 1 is selected.")]
    public void Scan_NameOrBarcode_SelectsTheProject(string text, string message)
    {
        var report = _codes.Scan(text);
        Assert.Equal((PanelState.StickReady, message), (report.State, report.Message));
        Assert.NotNull(_bench.Active);
    }

    [Theory]
    [InlineData("")]
    [InlineData("door")]
    [InlineData("400638133393")]
    public void Scan_UnknownCode_IsRefused_AndTheOldProjectStays(string text)
    {
        _codes.Scan("Door");
        var before = _bench.Active;
        Assert.Equal(Catalogue.CodeUnknown, _codes.Scan(text).Error);
        Assert.Equal(before, _bench.Active);
    }

    [Fact]
    public void Scan_CodeOfTwoProjects_IsRefused()
    {
        _bench.Visit(Coded(new SimulatedStick(), "a", "Horn", "4006381333931"));
        var before = _bench.Active;
        Assert.Equal(Catalogue.CodeUnknown, _codes.Scan("4006381333931").Error);
        Assert.Equal(before, _bench.Active);
    }

    [Fact]
    public void Scan_WhileAJobRuns_IsRefusedAndForgotten()
    {
        _codes.Scan("Door");
        var before = _bench.Active;
        _bench.JobRuns = true;
        Assert.Equal(Catalogue.JobRuns, _codes.Scan("Lamp").Error);
        _bench.JobRuns = false;
        Assert.True(_bench.Selection.TryWaiting());
        Assert.Equal(before, _bench.Active);
    }

    [Fact]
    public void Scan_WhileAJobRuns_LeavesWhatAStickBrought()
    {
        _codes.Scan("Door");
        _bench.JobRuns = true;
        _bench.Visit(StickBench.Stick("2"));
        Assert.Equal(Catalogue.JobRuns, _codes.Scan("Lamp").Error);
        _bench.JobRuns = false;
        Assert.True(_bench.Selection.TryWaiting());
        Assert.Equal(_bench.IdOf("2"), _bench.Active);
    }

    [Theory]
    [InlineData("Lamp")]
    [InlineData("LAMP")]
    [InlineData("03_lamp")]
    public void Named_AsATesterSaysIt_SelectsThroughTheSwitch(string said)
    {
        _codes.Scan("Door");
        Assert.Null(_codes.Named(said).Error);
        Assert.Equal((_bench.Store.Shelf.Find("Lamp")!.Current, "The next board gets Lamp 7."), (_bench.Active, _bench.Told[^1]));
    }

    [Theory]
    [InlineData("nothing", false)]
    [InlineData("3Lamp", false)]
    [InlineData("Lamp", true)]
    public void Named_UnknownOrWhileAJobRuns_IsRefused_AndTheOldProjectStays(string said, bool jobRuns)
    {
        _codes.Scan("Door");
        var before = _bench.Active;
        _bench.JobRuns = jobRuns;
        Assert.Equal(jobRuns ? Catalogue.JobRuns : Catalogue.CodeUnknown, _codes.Named(said).Error);
        Assert.Equal(before, _bench.Active);
    }

    [Fact]
    public void Named_WithMistakesInTheSettings_IsRefused()
    {
        _codes.Scan("Door");
        _bench.SettingsMistakes = [new Problem(ProblemCode.UnknownKey, "appliance.yaml", 1, 1, "no")];
        Assert.Equal(Catalogue.SettingsInvalid, _codes.Named("Lamp").Error);
    }

    [Fact]
    public void Scan_AfterARollback_MeansTheRevisionThatCameBack()
    {
        _bench.Visit(StickBench.Stick("2"));
        _bench.Store.Point(_bench.Store.Shelf.Before("Door")!.Id);
        _codes.Scan("Lamp");
        Assert.Equal("Door 1 is selected.", _codes.Scan("Door").Message);
    }

    [Fact]
    public void Turn_NumberOfTheTable_SelectsItsProject()
    {
        var table = new Dictionary<int, string> { [1] = "Lamp", [2] = "Gone" };
        Assert.Equal("Lamp 7 is selected.", _codes.Turn(1, table)!.Message);
        Assert.Null(_codes.Turn(1, table));
        Assert.Equal(Catalogue.SwitchesUnknown, _codes.Turn(2, table)!.Error);
        Assert.Equal(Catalogue.SwitchesUnknown, _codes.Turn(3, table)!.Error);
        Assert.Equal(_bench.Store.Shelf.Find("Lamp")!.Current, _bench.Active);
    }

    private static SimulatedStick Coded(SimulatedStick stick, string folder, string name, string barcode)
    {
        StickBench.Add(stick, folder, "1", name: name);
        var yaml = Encoding.UTF8.GetString(StickBench.Files("1", name: name)["project.yaml"]) + $"barcode: '{barcode}'\n";
        return stick.With(folder + "/project.yaml", Encoding.UTF8.GetBytes(yaml));
    }
}
