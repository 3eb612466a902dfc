// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>A simulated board served by one process, programmed by another over remote_bitbang.</summary>
public sealed class RemoteTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("jtag:")]
    public async Task Run_OverRemoteBitbang_PassesAndIsNoProduction(string protocol)
    {
        _appliance.Run("demo", "--json");
        using var board = new RunningAppliance(_appliance.Start("simulate", "stm32f103cb", "--remote-bitbang", "0"));
        var port = (await board.ReadLine())!.Split(':')[^1];
        Assert.Equal("ready", await board.ReadLine());

        var result = _appliance.Run("run", Path.Combine(_appliance.Home, "demo", "stm32f103cb"), "--probe", $"{protocol}remote-bitbang:127.0.0.1:{port}", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Json.GetProperty("simulated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, result.Json.GetProperty("virtualSeconds").ValueKind);
        Assert.True(result.Json.GetProperty("swclkCycles").GetInt64() > 100_000);
    }

    [Theory]
    [InlineData("jtag:sim:stm32f103cb")]
    [InlineData("jtag:sim-stlink:stm32f103cb,firmware=V2J30")]
    public void Run_OverJtagOfASimulatedBoard_Passes(string probe)
    {
        _appliance.Run("demo", "--json");

        var result = _appliance.Run("run", Path.Combine(_appliance.Home, "demo", "stm32f103cb"), "--probe", probe, "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Json.GetProperty("simulated").GetBoolean());
        Assert.Empty(result.Json.GetProperty("warnings").EnumerateArray());
    }

    [Theory]
    [InlineData("jtag:")]
    [InlineData("jtag:gpio")]
    [InlineData("jtag:sim-cmsis-dap:stm32f103cb")]
    public void Run_JtagOverWhatHasNone_IsWrongUsage(string probe) =>
        Assert.Equal(2, _appliance.Run("run", "nowhere", "--probe", probe).ExitCode);
}
