// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The self checks from a shell, and the panel switched off.</summary>
public sealed class SelfCheckTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void SelfCheck_FreshFolder_ListsEveryCheckAndNoneThatStops()
    {
        var result = _appliance.Run("selfcheck", "--json");

        Assert.Equal(0, result.ExitCode);
        var checks = result.Json.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(["disk", "clock", "journal", "panel", "probe"], checks.Select(check => check.GetProperty("name").GetString()));
        Assert.All(checks, check => Assert.NotEqual("", check.GetProperty("seen").GetString()));
    }

    [Fact]
    public void SelfCheck_DamagedJournal_SaysSoAndEndsAsAnApplianceThatCannotWork()
    {
        Assert.Equal(0, _appliance.Run("demo", "--json").ExitCode);
        var segment = Directory.GetFiles(Path.Combine(_appliance.Home, "data", "journal"), "*.jsonl").Single();
        var lines = File.ReadAllLines(segment);
        lines[1] = lines[1].Replace("line", "lime", StringComparison.Ordinal).Replace("0", "1", StringComparison.Ordinal);
        File.WriteAllLines(segment, lines);

        var result = _appliance.Run("selfcheck", "--json");

        Assert.Equal(3, result.ExitCode);
        var journal = result.Json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "journal");
        Assert.Equal("fail", journal.GetProperty("state").GetString());
        Assert.True(journal.GetProperty("mustHave").GetBoolean());
    }

    [Fact]
    public void SelfCheck_PanelPartAndProbeThatAreNotThere_FailsWithWhatToDo()
    {
        File.WriteAllText(Path.Combine(_appliance.Home, "appliance.yaml"), "probe: sim:nothing\npanel:\n  pass: {chip: no-such-chip, line: GPIO17}\n");

        var result = _appliance.Run("selfcheck");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^FAIL  panel +The green LED does not work: .* Compare the section 'panel'", result.Output);
        Assert.Matches(@"(?m)^FAIL  probe +There is no simulated nothing\.", result.Output);
    }

    [Fact]
    public void SelfCheck_OnlyATesterIsWired_LooksAtItsLines()
    {
        File.WriteAllText(Path.Combine(_appliance.Home, "appliance.yaml"), "probe: sim:stm32f103cb\ntester:\n  ok: {chip: no-such-chip, line: GPIO17}\n");

        Assert.Matches(@"(?m)^FAIL  panel +The tester's line OK does not work: .* Compare the section 'tester'", _appliance.Run("selfcheck").Output);
    }

    [Fact]
    public void SelfCheck_WireOfLinesThatAreNotThere_IsNoSimulatedProbe()
    {
        File.WriteAllText(Path.Combine(_appliance.Home, "appliance.yaml"), "pins: {swclk: {chip: no-such-chip, line: C}, swdio: [{chip: no-such-chip, line: D}]}\n");

        Assert.Matches(@"(?m)^FAIL  probe +gpio: There is no GPIO chip no-such-chip here.* Compare 'wiring' or 'pins'", _appliance.Run("selfcheck").Output);
    }

    [Fact]
    public void PanelOff_NothingWired_DoesNothing() => Assert.Equal(0, _appliance.Run("panel-off").ExitCode);

    [Fact]
    public void PanelOff_PartThatIsNotThere_SaysSo()
    {
        File.WriteAllText(Path.Combine(_appliance.Home, "appliance.yaml"), "panel:\n  pass: {chip: no-such-chip, line: GPIO17}\n");

        var result = _appliance.Run("panel-off");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("The green LED does not work", result.Error, StringComparison.Ordinal);
    }
}
