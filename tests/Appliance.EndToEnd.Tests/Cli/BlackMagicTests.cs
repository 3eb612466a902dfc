// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The main job through a Black Magic Probe, and through a GDB server on the network.</summary>
public sealed class BlackMagicTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("stm32f103cb", "", "v1.10.0")]
    [InlineData("stm32f107vc", ",firmware=v1.8.2", "v1.8.2")]
    public void Run_Passes_AndTheRecordTellsTheFirmware(string target, string settings, string firmware)
    {
        var json = Run(target, $"sim-black-magic:{target}{settings}");

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        Assert.Equal("readback", json.GetProperty("verify").GetProperty("method").GetString());
        Assert.Empty(json.GetProperty("warnings").EnumerateArray());
        var record = _appliance.Run("records", "show", json.GetProperty("record").GetString()!, "--json");
        Assert.Contains($"Black Magic Probe {firmware}", record.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gdb=silent", "probe-lost")]
    [InlineData("gdb=stops-answering", "probe-lost")]
    [InlineData("fault=no-target", "no-target")]
    [InlineData("fault=wrong-chip", "wrong-chip")]
    [InlineData("fault=read-protected", "read-protected")]
    [InlineData("fault=power-loss-mid-program", "target-lost")]
    [InlineData("fault=bad-flash-cell", "verify-mismatch")]
    public void Run_WithAFatalFault_IsRedForThatCause(string settings, string cause)
    {
        var json = Run("stm32f103cb", $"sim-black-magic:stm32f103cb,{settings}");

        Assert.Equal("FAIL", json.GetProperty("verdict").GetString());
        Assert.Equal(cause, json.GetProperty("error").GetProperty("cause").GetString());
    }

    [Fact]
    public async Task Run_ThroughAServerOnTheNetwork_PassesAndIsNoProduction()
    {
        using var board = new RunningAppliance(_appliance.Start("simulate", "stm32f103cb", "--black-magic", "0"));
        var line = await board.ReadLine();
        Assert.StartsWith("Black Magic Probe on 127.0.0.1:", line, StringComparison.Ordinal);
        var port = int.Parse(line!.Split(':')[^1], CultureInfo.InvariantCulture);

        var json = Run("stm32f103cb", $"gdb:127.0.0.1:{port}");

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
    }

    [Theory]
    [InlineData("gdb:/dev/ttyACM77", "probe-unavailable")]
    [InlineData("gdb:127.0.0.1:1", "probe-unavailable")]
    [InlineData("black-magic:NOBODY", "no-probe")]
    public void Run_WithAServerThatIsNotThere_SaysSo(string probe, string cause) =>
        Assert.Equal(cause, Run("stm32f103cb", probe).GetProperty("error").GetProperty("cause").GetString());

    [Theory]
    [InlineData("gdb:")]
    [InlineData("gdb:localhost")]
    [InlineData("gdb:localhost:0")]
    [InlineData("sim-black-magic:stm32f103cb,gdb=none")]
    [InlineData("sim-black-magic:stm32wb55rg")]
    [InlineData("jtag:sim-black-magic:stm32f103cb")]
    public void Run_WithANameThatIsNone_IsWrongUsage(string probe) => Assert.Equal(2, _appliance.Run("run", "nowhere", "--probe", probe).ExitCode);

    private System.Text.Json.JsonElement Run(string target, string probe) => _appliance.Run("run", Project(target), "--probe", probe, "--json").Json;

    private string Project(string target)
    {
        var folder = Path.Combine(_appliance.Home, "blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[4096];
        new Random(5).NextBytes(bytes);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(bytes, 0);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        File.WriteAllText(Path.Combine(folder, "project.yaml"), $"name: blinky\nrevision: '1'\ntarget: {target}\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        return folder;
    }
}
