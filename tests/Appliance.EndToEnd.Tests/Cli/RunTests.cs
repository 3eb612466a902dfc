// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>Presses from the shell, bad input included.</summary>
public sealed class RunTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Run_OwnProject_PassesAndChecksTheSamePlan()
    {
        var project = WriteProject("reset: halt");

        var check = _appliance.Run("projects", "check", project);
        Assert.Equal(0, check.ExitCode);
        Assert.Contains("blinky", check.Output, StringComparison.Ordinal);

        var run = _appliance.Run("run", project, "--probe", "sim:stm32f103cb", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(300, run.Json.GetProperty("verify").GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void Run_ProjectThatAsksForTheChecksum_PassesOnWhatTheTargetComputed()
    {
        var project = WriteProject("verify: crc");

        Assert.Equal(0, _appliance.Run("projects", "check", project).ExitCode);
        var run = _appliance.Run("run", project, "--probe", "sim:stm32f107vc", "--json");
        var other = _appliance.Run("run", project, "--probe", "sim:stm32f103cb", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("E401", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(0, other.ExitCode);
        Assert.Equal("crc", other.Json.GetProperty("verify").GetProperty("method").GetString());
        Assert.Equal(300, other.Json.GetProperty("verify").GetProperty("bytes").GetInt64());
        Assert.Contains("crc of flash: 300 bytes", _appliance.Run("records", "show").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ProjectWithMistakes_TellsAllOfThemAndKeepsARedRecord()
    {
        var project = WriteProject("verfy: readback\nerase: everything");

        var check = _appliance.Run("projects", "check", project);
        Assert.Equal(2, check.ExitCode);
        Assert.Contains("verify", check.Error, StringComparison.Ordinal);
        Assert.Contains("project.yaml:7:", check.Error, StringComparison.Ordinal);
        Assert.Contains("project.yaml:8:", check.Error, StringComparison.Ordinal);

        var run = _appliance.Run("run", project, "--probe", "sim:stm32f103cb", "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("E102", run.Json.GetProperty("error").GetProperty("code").GetString());
        var listed = _appliance.Run("records", "list", "--json").Json.GetProperty("records").EnumerateArray().Single();
        Assert.Equal("E102", listed.GetProperty("code").GetString());
    }

    [Fact]
    public void Run_NoProbe_IsRedWithARecord()
    {
        var run = _appliance.Run("run", WriteProject(""), "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("E201", run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Run_RemoteProbeThatIsNotThere_IsTheProbesFault()
    {
        var run = _appliance.Run("run", WriteProject("retries: 0"), "--probe", "remote-bitbang:127.0.0.1:1", "--json");

        Assert.Equal("E202", run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Projects_ImportedAndSelected_SurviveInTheSettings()
    {
        var id = _appliance.Run("projects", "import", WriteProject("")).Output.Trim();

        Assert.Equal(0, _appliance.Run("projects", "select", id[..8]).ExitCode);

        Assert.Contains(id, File.ReadAllText(Path.Combine(_appliance.Home, "appliance.yaml")), StringComparison.Ordinal);
        Assert.Contains("* " + id[..12], _appliance.Run("projects", "list").Output, StringComparison.Ordinal);
        var zip = Path.Combine(_appliance.Home, "out.zip");
        Assert.Equal(0, _appliance.Run("projects", "export", id[..8], zip).ExitCode);
        Assert.Equal(0, _appliance.Run("projects", "check", zip).ExitCode);
    }

    [Fact]
    public void Image_Binary_TellsSegmentsAsJson()
    {
        var file = Path.Combine(_appliance.Home, "a.bin");
        File.WriteAllText(file, "123456789");

        var json = _appliance.Run("image", file, "--address", "0x08000000", "--json").Json;

        Assert.Equal("bin", json.GetProperty("format").GetString());
        Assert.Equal("cbf43926", json.GetProperty("crc32").GetString());
        Assert.Equal("0x08000000", json.GetProperty("segments")[0].GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("image", "/nowhere/at/all.hex")]
    [InlineData("run", "/nowhere", "--probe", "what:is:this")]
    [InlineData("records", "show", "nothing")]
    [InlineData("mem", "read", "0x1", "--probe", "sim:stm32f103cb")]
    public void WrongUsage_EndsWithTwoAndOneSentence(params string[] arguments)
    {
        var result = _appliance.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private string WriteProject(string more)
    {
        var folder = Path.Combine(_appliance.Home, "blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[300];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        File.WriteAllText(
            Path.Combine(folder, "project.yaml"),
            $"name: blinky\nrevision: '1'\ntarget: stm32f103cb\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n{more}\n");
        return folder;
    }
}
