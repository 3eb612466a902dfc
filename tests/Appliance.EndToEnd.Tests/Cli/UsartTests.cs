// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The main job through the boot loader of a chip on a serial line.</summary>
public sealed class UsartTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("stm32f103cb", "", null)]
    [InlineData("stm32f103cb", ",pins=none", null)]
    [InlineData("stm32f107vc", "", null)]
    [InlineData("stm32f103cb", ",line=lost-bytes", "line-noise")]
    [InlineData("stm32f103cb", ",fault=flash-size-zero", "flash-size-word")]
    public void Run_Passes_AndTheRecordTellsTheBootLoader(string target, string settings, string? warning)
    {
        var json = Run(target, settings);

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        Assert.Equal("readback", json.GetProperty("verify").GetProperty("method").GetString());
        Assert.Equal(warning, json.GetProperty("warnings").EnumerateArray().Select(one => one.GetProperty("code").GetString()).SingleOrDefault());
        var record = _appliance.Run("records", "show", json.GetProperty("record").GetString()!, "--json");
        Assert.Contains("USART boot loader 2.2", record.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line=silent-line", "boot-loader-silent")]
    [InlineData("fault=no-target", "boot-loader-silent")]
    [InlineData("fault=wrong-chip", "wrong-chip")]
    [InlineData("fault=read-protected", "read-protected")]
    [InlineData("fault=power-loss-mid-program", "target-lost")]
    [InlineData("fault=bad-flash-cell", "verify-mismatch")]
    public void Run_WithAFatalFault_IsRedForThatCause(string settings, string cause)
    {
        var json = Run("stm32f103cb", "," + settings);

        Assert.Equal("FAIL", json.GetProperty("verdict").GetString());
        Assert.Equal(cause, json.GetProperty("error").GetProperty("cause").GetString());
    }

    [Theory]
    [InlineData("verify: crc")]
    [InlineData("reset: halt")]
    public void ProjectsCheck_WhatTheRouteCannotDo_IsRefusedBeforeTheLine(string line)
    {
        var folder = Project("stm32f103cb", line);

        var check = _appliance.Run("projects", "check", folder, "--probe", "usart:/dev/ttyUSB7");
        Assert.Equal(2, check.ExitCode);
        Assert.Contains("The probe in use cannot", check.Error, StringComparison.Ordinal);
        Assert.Equal(0, _appliance.Run("projects", "check", folder, "--probe", "sim:stm32f103cb").ExitCode);
        Assert.Equal(2, _appliance.Run("run", folder, "--probe", "sim-usart:stm32f103cb").ExitCode);
    }

    [Fact]
    public void Run_WithALineThatIsNotThere_SaysSo()
    {
        var result = _appliance.Run("run", Project("stm32f103cb", ""), "--probe", "usart:/dev/ttyUSB77,boot0=-rts,reset=dtr", "--json");

        Assert.Equal("probe-unavailable", result.Json.GetProperty("error").GetProperty("cause").GetString());
        Assert.Contains("There is no serial line /dev/ttyUSB77", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usart:")]
    [InlineData("usart:/dev/ttyUSB0,baud=0")]
    [InlineData("usart:/dev/ttyUSB0,parity=odd")]
    [InlineData("usart:/dev/ttyUSB0,boot0=dtr,reset=-dtr")]
    [InlineData("usart:/dev/ttyUSB0,boot0=gpiochip:GPIO4,reset=dtr")]
    [InlineData("usart:/dev/ttyUSB0,boot0=up")]
    [InlineData("sim-usart:stm32f103cb,line=none")]
    [InlineData("sim-usart:stm32z9")]
    public void Run_WithANameThatIsNone_IsWrongUsage(string probe) => Assert.Equal(2, _appliance.Run("run", "nowhere", "--probe", probe).ExitCode);

    [Fact]
    public void Mem_OnABootLoader_IsWrongUsage()
    {
        var result = _appliance.Run("mem", "read", "0x08000000", "--probe", "sim-usart:stm32f103cb");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("boot loader", result.Error, StringComparison.Ordinal);
    }

    private System.Text.Json.JsonElement Run(string target, string settings) =>
        _appliance.Run("run", Project(target, ""), "--probe", $"sim-usart:{target}{settings}", "--json").Json;

    private string Project(string target, string line)
    {
        var folder = Path.Combine(_appliance.Home, "blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[4096];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        File.WriteAllText(
            Path.Combine(folder, "project.yaml"), $"name: blinky\nrevision: '1'\ntarget: {target}\n{line}\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        return folder;
    }
}
