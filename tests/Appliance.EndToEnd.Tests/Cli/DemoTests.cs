// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>What a newcomer types first, with every fault a simulated board can have.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Demo_GoodBoard_PassesWithEvidenceOfEveryByteAndARecord()
    {
        var result = _appliance.Run("demo", "--json");

        Assert.Equal(0, result.ExitCode);
        var json = result.Json;
        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.True(json.GetProperty("simulated").GetBoolean());
        Assert.Equal("stm32f103cb", json.GetProperty("target").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("error").ValueKind);
        Assert.Empty(json.GetProperty("warnings").EnumerateArray());
        Assert.Equal("readback", json.GetProperty("verify").GetProperty("method").GetString());
        Assert.Equal(32 * 1024, json.GetProperty("verify").GetProperty("bytes").GetInt64());
        Assert.Matches("^[0-9a-f]{8}$", json.GetProperty("verify").GetProperty("crc32").GetString());
        Assert.True(json.GetProperty("swclkCycles").GetInt64() > 100_000);
        Assert.True(json.GetProperty("virtualSeconds").GetDouble() > 0.5);
        Assert.Equal(
            ["project", "probe", "connect", "identify", "erase", "program", "verify", "reset"],
            json.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()));

        var shown = _appliance.Run("records", "show", json.GetProperty("record").GetString()!);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("PASS", shown.Output, StringComparison.Ordinal);
        Assert.Contains(json.GetProperty("verify").GetProperty("crc32").GetString()!, shown.Output, StringComparison.Ordinal);
        Assert.Equal(0, _appliance.Run("records", "verify").ExitCode);
    }

    [Theory]
    [InlineData("no-target", "E301", "connect")]
    [InlineData("swdio-stuck-low", "E302", "connect")]
    [InlineData("swdio-stuck-high", "E303", "connect")]
    [InlineData("nreset-stuck-low", "E304", "connect")]
    [InlineData("wait-forever", "E305", "connect")]
    [InlineData("reset-loop", "E307", "erase")]
    [InlineData("power-loss-mid-program", "E308", "program")]
    [InlineData("supply-sag", "E317", "program")]
    [InlineData("wrong-chip", "E401", "identify")]
    [InlineData("read-protected", "E403", "identify")]
    [InlineData("bad-flash-cell", "E506", "program")]
    [InlineData("bad-ram", "E510", "program")]
    public void Demo_BoardWithTrouble_FailsWithItsOwnCodeAndARecord(string fault, string code, string stage)
    {
        var result = _appliance.Run("demo", "--json", "--fault", fault);

        Assert.Equal(1, result.ExitCode);
        var json = result.Json;
        var error = json.GetProperty("error");
        Assert.Equal("FAIL", json.GetProperty("verdict").GetString());
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(stage, error.GetProperty("stage").GetString());
        Assert.NotEmpty(error.GetProperty("action").GetString()!);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("verify").ValueKind);

        var listed = _appliance.Run("records", "list", "--json").Json.GetProperty("records").EnumerateArray().Single();
        Assert.Equal(json.GetProperty("record").GetString(), listed.GetProperty("id").GetString());
        Assert.Equal("FAIL", listed.GetProperty("verdict").GetString());
        Assert.Equal(code, listed.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("parity-noise", "parity-noise")]
    [InlineData("flash-size-zero", "flash-size-word")]
    [InlineData("watchdog", "watchdog")]
    [InlineData("slow-silicon", "slow-flash")]
    [InlineData("nreset-not-connected", "nreset-not-connected")]
    [InlineData("asleep", "connect-under-reset")]
    public void Demo_BoardWithTroubleThatCanBeOvercome_PassesAndSaysSo(string fault, string warning)
    {
        var result = _appliance.Run("demo", "--json", "--fault", fault);

        Assert.Equal(0, result.ExitCode);
        var json = result.Json;
        Assert.Equal("PASS", json.GetProperty("verdict").GetString());
        Assert.Equal([warning], json.GetProperty("warnings").EnumerateArray().Select(raised => raised.GetProperty("code").GetString()).Distinct());
        var shown = _appliance.Run("records", "show").Output;
        Assert.Matches($"(?m)^Warning +{warning}: ", shown);
        Assert.Contains("Warning", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_SlowSilicon_PassesSlower()
    {
        var usual = _appliance.Run("demo", "--json").Json.GetProperty("virtualSeconds").GetDouble();

        var slow = _appliance.Run("demo", "--json", "--fault", "slow-silicon").Json;

        Assert.Equal("PASS", slow.GetProperty("verdict").GetString());
        Assert.True(slow.GetProperty("virtualSeconds").GetDouble() > usual * 1.15);
    }

    [Fact]
    public void Demo_SameSeed_RepeatsToTheClock()
    {
        var first = _appliance.Run("demo", "--json").Json.GetProperty("swclkCycles").GetInt64();

        Assert.Equal(first, _appliance.Run("demo", "--json").Json.GetProperty("swclkCycles").GetInt64());
    }

    [Fact]
    public void Demo_UnknownFault_IsWrongUsageAndNamesTheRightOnes()
    {
        var result = _appliance.Run("demo", "--fault", "gremlins");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no-target", result.Error, StringComparison.Ordinal);
    }
}
