// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The main job through the USB boot loader of a chip.</summary>
public sealed class DfuTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Run_Passes_AndTheRecordTellsTheBootLoader()
    {
        var json = Run("");

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        Assert.Equal("readback", json.GetProperty("verify").GetProperty("method").GetString());
        var record = _appliance.Run("records", "show", json.GetProperty("record").GetString()!, "--json");
        Assert.Contains("DFU boot loader 2.2, blocks of 2048 bytes", record.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usb=unplugged-mid-program", "probe-lost")]
    [InlineData("usb=garbled-status", "bad-signal")]
    [InlineData("usb=stalls-writes", "program-error")]
    [InlineData("fault=read-protected", "read-protected")]
    public void Run_WithAFatalFault_IsRedForThatCause(string settings, string cause)
    {
        var json = Run("," + settings);

        Assert.Equal("FAIL", json.GetProperty("verdict").GetString());
        Assert.Equal(cause, json.GetProperty("error").GetProperty("cause").GetString());
    }

    [Fact]
    public void ProjectsCheck_UnderReset_IsRefused()
    {
        var check = _appliance.Run("projects", "check", Project("connect: under-reset"), "--probe", "dfu");

        Assert.Equal(2, check.ExitCode);
        Assert.Contains("nRESET", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithNoChipInItsBootLoader_SaysSo()
    {
        var json = _appliance.Run("run", Project(""), "--probe", "dfu:NOTHERE", "--json").Json;

        Assert.Contains(json.GetProperty("error").GetProperty("cause").GetString(), (string[])["no-probe", "probe-unavailable"]);
    }

    [Theory]
    [InlineData("sim-dfu:stm32f103cb")]
    [InlineData("sim-dfu:stm32f107vc,usb=none")]
    public void Run_WithANameThatIsNone_IsWrongUsage(string probe) => Assert.Equal(2, _appliance.Run("run", "nowhere", "--probe", probe).ExitCode);

    private System.Text.Json.JsonElement Run(string settings) => _appliance.Run("run", Project(""), "--probe", $"sim-dfu:stm32f107vc{settings}", "--json").Json;

    private string Project(string line)
    {
        var folder = Path.Combine(_appliance.Home, "blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[9000];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        File.WriteAllText(
            Path.Combine(folder, "project.yaml"), $"name: blinky\nrevision: '1'\ntarget: stm32f107vc\n{line}\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        return folder;
    }
}
