// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The main job through a simulated J-Link.</summary>
public sealed class JLinkTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("sim-jlink:stm32f103cb")]
    [InlineData("sim-jlink:stm32f103cb,model=clone")]
    [InlineData("jtag:sim-jlink:stm32f103cb,model=old")]
    [InlineData("sim-jlink:stm32wb55rg")]
    public void Run_Passes_AndTheRecordTellsTheFirmware(string probe)
    {
        var json = Run(probe);

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        var record = _appliance.Run("records", "show", json.GetProperty("record").GetString()!, "--json");
        Assert.Contains(probe.Contains("old", StringComparison.Ordinal) ? "J-Link ARM V3" : "J-Link V9", record.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sim-jlink:stm32f103cb,fault=no-target", "no-target")]
    [InlineData("sim-jlink:stm32f103cb,fault=power-loss-mid-program", "target-lost")]
    [InlineData("sim-jlink:stm32f103cb,fault=read-protected", "read-protected")]
    [InlineData("sim-jlink:stm32f103cb,model=old", "probe-unavailable")]
    public void Run_WithAFatalFault_IsRedForThatCause(string probe, string cause)
    {
        var json = Run(probe);

        Assert.Equal("FAIL", json.GetProperty("verdict").GetString());
        Assert.Equal(cause, json.GetProperty("error").GetProperty("cause").GetString());
    }

    [Theory]
    [InlineData("sim-jlink:stm32f103cb,model=none")]
    [InlineData("sim-jlink:")]
    public void Run_WithANameThatIsNone_IsWrongUsage(string probe) => Assert.Equal(2, _appliance.Run("run", "nowhere", "--probe", probe).ExitCode);

    private System.Text.Json.JsonElement Run(string probe)
    {
        var folder = Path.Combine(_appliance.Home, "blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[4096];
        new Random(5).NextBytes(bytes);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(bytes, 0);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        var target = probe.Split(',')[0].Split(':')[^1];
        File.WriteAllText(Path.Combine(folder, "project.yaml"), $"name: blinky\nrevision: '1'\ntarget: {target}\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        return _appliance.Run("run", folder, "--probe", probe, "--json").Json;
    }
}
