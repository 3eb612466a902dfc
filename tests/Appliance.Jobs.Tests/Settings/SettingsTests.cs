// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tests.Records;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Tests.Settings;

public sealed class SettingsTests
{
    private const string Full = """
        # Line 3, station 2
        name: Line 3        # as on the door
        project: projects/door
        probe: sim:stm32f103cb,fault=no-target
        data: /var/lib/appliance
        web: {port: 9000}
        wiring: buffered
        pins:
          swclk: {chip: pinctrl-bcm2711, line: GPIO25}
          swdio:
            - {chip: pinctrl-bcm2711, line: GPIO24}
            - {chip: pinctrl-bcm2711, line: GPIO23}
          nreset: {chip: pinctrl-bcm2711, line: GPIO18, active-low: true}
          nreset-gate: {chip: pinctrl-bcm2711, line: GPIO16}
          direction:
            - {chip: pinctrl-bcm2711, line: GPIO12}
            - {chip: pinctrl-bcm2711, line: GPIO13}
        panel:
          prog: {chip: pinctrl-bcm2711, line: GPIO5, active-low: true}
          pass: {chip: pinctrl-bcm2711, line: GPIO6}
          display: {controller: sh1106, bus: i2c@74000, address: 0x3d, rotated: true}
        tester:
          start: {chip: pinctrl-bcm2711, line: GPIO20}
          ok: {chip: pinctrl-bcm2711, line: GPIO21, active-low: true}
        power:
          switch: {chip: pinctrl-bcm2711, line: GPIO22}
          vtref: {adc: ads1015, channel: 2, divider: 2.5}
        remote:
          tcp: {port: 23, address: 0.0.0.0}
          serial: {device: /dev/serial0, baud: 115200}
          files: read
        """ + "\n";

    [Fact]
    public void FullFile_Read_HasEveryValue()
    {
        var settings = Good(Full);
        Assert.Equal(("Line 3", "projects/door", "sim:stm32f103cb,fault=no-target", "/var/lib/appliance", 9000),
            (settings.Name, settings.Project, settings.Probe, settings.Data, settings.Web.Port));
        Assert.Equal(new LineSettings("pinctrl-bcm2711", "GPIO25", false), settings.Pins!.Swclk);
        Assert.Equal(["GPIO24", "GPIO23"], settings.Pins.Swdio.Select(line => line.Line));
        Assert.Equal(new LineSettings("pinctrl-bcm2711", "GPIO18", true), settings.Pins.Reset);
        Assert.Equal(WiringKind.Buffered, settings.Wiring);
        Assert.Equal(["GPIO12", "GPIO13"], settings.Pins.Direction.Select(line => line.Line));
        Assert.Equal("GPIO16", settings.Pins.ResetGate?.Line);
        Assert.Equal(new LineSettings("pinctrl-bcm2711", "GPIO5", true), settings.Panel.Prog);
        Assert.Null(settings.Panel.Fail);
        Assert.Equal(new DisplaySettings(DisplayController.Sh1106, "i2c@74000", 0x3D, DisplaySize.Wide64, true), settings.Panel.Display);
        Assert.Equal(new TesterSettings { Start = new("pinctrl-bcm2711", "GPIO20", false), Ok = new("pinctrl-bcm2711", "GPIO21", true) }, settings.Tester);
        Assert.Equal(new PowerSettings { Switch = new("pinctrl-bcm2711", "GPIO22", false), Vtref = new(null, new AdcSettings("ads1015", 2, 2.5m)) }, settings.Power);
        Assert.Equal(
            new RemoteSettings { Tcp = new(23, "0.0.0.0"), Serial = new("/dev/serial0", 115200), Files = RemoteFiles.Read }, settings.Remote);
    }

    [Fact]
    public void Wiring_AsAWordOrAList_NamesWhatIsFitted()
    {
        Assert.Equal((WiringKind.Direct, FittedParts.None), (Good("wiring: direct\n").Wiring, Good("wiring: direct\n").Fitted));
        var listed = Good("wiring: [buffered, vtref, tester]\n");
        Assert.Equal((WiringKind.Buffered, FittedParts.Tester | FittedParts.Vtref), (listed.Wiring, listed.Fitted));
    }

    [Fact]
    public void Loopback_AsAJumperOrTwoLines_IsRead()
    {
        Assert.Null(Good("").Loopback);
        Assert.Equal(new LoopbackSettings(null, null), Good("loopback: jumper\n").Loopback);
        Assert.Equal(new LoopbackSettings("GPIO18", "GPIO21"), Good("loopback: {swclk-to: GPIO18, swdio-to: GPIO21}\n").Loopback);
    }

    [Fact]
    public void Remote_NotWritten_IsOffAndWritesNoFiles()
    {
        Assert.Equal(new RemoteSettings(), Good("").Remote);
        Assert.Equal((null, null, RemoteFiles.None), (new RemoteSettings().Tcp, new RemoteSettings().Serial, new RemoteSettings().Files));
        Assert.Equal(new RemoteSettings { Tcp = new(23, "127.0.0.1"), Files = RemoteFiles.None }, Good("remote: {tcp: {port: 23}}\n").Remote);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n\n")]
    [InlineData("web:\n")]
    public void NothingWritten_Read_HasDefaults(string text)
    {
        Assert.Equal(new ApplianceSettings(), Good(text));
    }

    [Theory]
    [InlineData("prob: auto\n", ProblemCode.UnknownKey, 1, 1, "probe")]
    [InlineData("web: {port: 70000}\n", ProblemCode.OutOfRange, 1, 13, null)]
    [InlineData("web: 8080\n", ProblemCode.WrongType, 1, 6, null)]
    [InlineData("pins: {swclk: {chip: a, line: b}, swdio: []}\n", ProblemCode.OutOfRange, 1, 42, null)]
    [InlineData("pins: {swdio: [{chip: a, line: b}]}\n", ProblemCode.MissingKey, 1, 7, null)]
    [InlineData("wiring: buffred\n", ProblemCode.BadValue, 1, 9, "buffered")]
    [InlineData("wiring: [direct, testr]\n", ProblemCode.BadValue, 1, 18, "tester")]
    [InlineData("wiring: [tester]\n", ProblemCode.BadValue, 1, 10, null)]
    [InlineData("wiring: [direct, power, power]\n", ProblemCode.DuplicateKey, 1, 25, null)]
    [InlineData("wiring: {kind: direct}\n", ProblemCode.WrongType, 1, 9, null)]
    [InlineData("loopback: jumpr\n", ProblemCode.BadValue, 1, 11, null)]
    [InlineData("loopback: {swclk-to: GPIO18}\n", ProblemCode.MissingKey, 1, 11, null)]
    [InlineData("web: {redirect-port: 70000}\n", ProblemCode.OutOfRange, 1, 22, null)]
    [InlineData("panel: {prog: {chip: a}}\n", ProblemCode.MissingKey, 1, 15, null)]
    [InlineData("panel: {prog: {chip: a, line: b, active-low: ture}}\n", ProblemCode.BadValue, 1, 46, "true")]
    [InlineData("panel: {display: {controller: ssd1307, bus: b}}\n", ProblemCode.BadValue, 1, 31, "ssd1306")]
    [InlineData("panel: {display: {controller: ssd1306}}\n", ProblemCode.MissingKey, 1, 18, null)]
    [InlineData("panel: {display: {controller: ssd1306, bus: b, address: 0x80}}\n", ProblemCode.OutOfRange, 1, 57, null)]
    [InlineData("tester: {strat: {chip: a, line: b}}\n", ProblemCode.UnknownKey, 1, 10, "start")]
    [InlineData("power: {vtref: {channel: 1}}\n", ProblemCode.MissingKey, 1, 16, null)]
    [InlineData("power: {vtref: {adc: a, divider: 0.5}}\n", ProblemCode.OutOfRange, 1, 34, null)]
    [InlineData("remote: {tcp: {address: 127.0.0.1}}\n", ProblemCode.MissingKey, 1, 15, null)]
    [InlineData("remote: {tcp: {port: 23, address: here}}\n", ProblemCode.BadValue, 1, 35, null)]
    [InlineData("remote: {files: all}\n", ProblemCode.BadValue, 1, 17, null)]
    [InlineData("- a\n", ProblemCode.WrongType, 1, 1, null)]
    [InlineData("a: [\n", ProblemCode.Syntax, 2, 1, null)]
    public void Mistake_Read_HasPlaceAndDefaults(string text, ProblemCode code, int line, int column, string? suggestion)
    {
        var result = File(text).Read();
        var problem = Assert.Single(result.Problems);
        Assert.Equal((code, line, column, suggestion), (problem.Code, problem.Line, problem.Column, problem.Suggestion));
        Assert.Equal(new ApplianceSettings(), result.Settings);
    }

    [Fact]
    public void SelectProject_KeepsEveryOtherCharacter()
    {
        var folder = Folder(Full);
        Assert.Equal("a \"b\" \\c #d", new SettingsFile(folder).SelectProject("a \"b\" \\c #d").Settings.Project);
        Assert.Equal(Full.Replace("projects/door", "\"a \\\"b\\\" \\\\c #d\"", StringComparison.Ordinal), Text(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment")]
    [InlineData("project:\nprobe: auto\n")]
    [InlineData("project: ~ # none\n")]
    [InlineData("probe: auto\r\n# end\r\n")]
    [InlineData("{probe: auto}\n")]
    [InlineData("{}\n")]
    [InlineData("---\nprobe: auto\n")]
    [InlineData("name: Tür\nproject: 'x'   # old\n")]
    public void SelectProject_WhateverTheForm_IsReadBack(string text)
    {
        var folder = Folder(text);
        var before = Good(text);
        Assert.Empty(new SettingsFile(folder).SelectProject("p/q").Problems);
        Assert.Equal(before with { Project = "p/q" }, new SettingsFile(folder).Read().Settings);
        Assert.Empty(new SettingsFile(folder).SelectProject(null).Problems);
        Assert.Equal(before with { Project = null }, new SettingsFile(folder).Read().Settings);
        Assert.All(text.Split('\n').Where(line => line.Contains('#')), line => Assert.Contains(line[line.IndexOf('#')..].Trim(), Text(folder), StringComparison.Ordinal));
    }

    [Fact]
    public void SelectProject_InABrokenFile_TouchesNothing()
    {
        var folder = Folder("prob: x\n");
        Assert.NotEmpty(new SettingsFile(folder).SelectProject("p").Problems);
        Assert.Equal("prob: x\n", Text(folder));
    }

    private static ApplianceSettings Good(string text)
    {
        var result = File(text).Read();
        Assert.Empty(result.Problems);
        return result.Settings;
    }

    private static SettingsFile File(string text)
    {
        return new SettingsFile(Folder(text));
    }

    private static MemoryFolder Folder(string text)
    {
        var folder = new MemoryFolder();
        folder.Replace("appliance.yaml", Encoding.UTF8.GetBytes(text));
        return folder;
    }

    private static string Text(MemoryFolder folder)
    {
        using var stream = folder.OpenRead("appliance.yaml")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
