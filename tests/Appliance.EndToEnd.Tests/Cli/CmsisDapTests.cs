// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>The main job through a simulated CMSIS-DAP probe: the same verdicts and causes as on a wire of our own.</summary>
public sealed class CmsisDapTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("version=1,packet=64")]
    [InlineData("version=1,packet=1024")]
    [InlineData("version=2,packet=512")]
    public void Run_OverPacketsOfAnySort_PassesAndIsNoProduction(string settings)
    {
        var json = Run(settings);

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        Assert.Equal("readback", json.GetProperty("verify").GetProperty("method").GetString());
        Assert.Empty(json.GetProperty("warnings").EnumerateArray());
    }

    [Theory]
    [InlineData("no-target", "no-target")]
    [InlineData("swdio-stuck-low", "swdio-stuck-low")]
    [InlineData("swdio-stuck-high", "swdio-stuck-high")]
    [InlineData("nreset-stuck-low", "nreset-stuck-low")]
    [InlineData("wrong-chip", "wrong-chip")]
    [InlineData("read-protected", "read-protected")]
    [InlineData("wait-forever", "wait-forever")]
    [InlineData("reset-loop", "reset-loop")]
    [InlineData("power-loss-mid-program", "target-lost")]
    [InlineData("bad-flash-cell", "program-error")]
    public void Run_OnABoardWithAFatalFault_IsRedForThatCause(string fault, string cause)
    {
        var json = Run($"fault={fault}");

        Assert.Equal("FAIL", json.GetProperty("verdict").GetString());
        Assert.Equal(cause, json.GetProperty("error").GetProperty("cause").GetString());
    }

    [Theory]
    [InlineData("parity-noise", "parity-noise")]
    [InlineData("flash-size-zero", "flash-size-word")]
    [InlineData("watchdog", "watchdog")]
    public void Run_OnABoardWithTrouble_PassesAndNotesIt(string fault, string warning)
    {
        var json = Run($"fault={fault}");

        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.Contains(warning, json.GetProperty("warnings").EnumerateArray().Select(one => one.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("version=3")]
    [InlineData("packet=63")]
    [InlineData("colour=red")]
    public void Run_WithASettingThatIsNone_IsWrongUsage(string settings)
    {
        var result = _appliance.Run("run", "nowhere", "--probe", $"sim-cmsis-dap:stm32f103cb,{settings}");

        Assert.Equal(2, result.ExitCode);
    }

    private System.Text.Json.JsonElement Run(string settings)
    {
        var folder = Path.Combine(_appliance.Home, "blinky");
        Directory.CreateDirectory(folder);
        var bytes = new byte[4096];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, "blinky.bin"), bytes);
        File.WriteAllText(
            Path.Combine(folder, "project.yaml"),
            "name: blinky\nrevision: '1'\ntarget: stm32f103cb\nfiles:\n  - path: blinky.bin\n    address: 0x08000000\n");
        return _appliance.Run("run", folder, "--probe", $"sim-cmsis-dap:stm32f103cb,{settings}", "--json").Json;
    }
}
