// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>A simulated board served by one process, programmed by another over remote_bitbang.</summary>
public sealed class RemoteTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public async Task Run_OverRemoteBitbang_PassesAndIsNoProduction()
    {
        _appliance.Run("demo", "--json");
        using var board = new RunningAppliance(_appliance.Start("simulate", "stm32f103cb", "--remote-bitbang", "0"));
        var port = (await board.ReadLine())!.Split(':')[^1];
        Assert.Equal("ready", await board.ReadLine());

        var result = _appliance.Run("run", Path.Combine(_appliance.Home, "demo", "stm32f103cb"), "--probe", $"remote-bitbang:127.0.0.1:{port}", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Json.GetProperty("simulated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, result.Json.GetProperty("virtualSeconds").ValueKind);
        Assert.True(result.Json.GetProperty("swclkCycles").GetInt64() > 100_000);
    }
}
