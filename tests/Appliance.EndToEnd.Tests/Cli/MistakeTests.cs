// SPDX-License-Identifier: Apache-2.0
using System.Net;
using System.Net.Sockets;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>What people mistype and what is not there: an exit code and a sentence, never a stack trace.</summary>
public sealed class MistakeTests : IDisposable
{
    private const string Sim = "sim:stm32f103cb";
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Theory]
    [InlineData("no port", "simulate", "stm32f103cb", "--remote-bitbang", "99999")]
    [InlineData("no port", "simulate", "stm32f103cb", "--bus-pirate", "-1")]
    [InlineData("no port", "serve", "--port", "65536")]
    [InlineData("no port", "demo", "--serve", "--port", "65536")]
    [InlineData("no multiple of 4", "mem", "read", "0x20000002", "--probe", "remote-bitbang:127.0.0.1:1")]
    [InlineData("beyond", "mem", "read", "0xfffffffc", "2", "--probe", "remote-bitbang:127.0.0.1:1")]
    [InlineData("number of words", "mem", "read", "0x20000000", "0", "--probe", "remote-bitbang:127.0.0.1:1")]
    [InlineData("no word", "mem", "write", "0x20000000", "1", "0x100000000", "--probe", "remote-bitbang:127.0.0.1:1")]
    [InlineData("beyond", "mem", "write", "0xfffffffc", "1", "2", "--probe", "remote-bitbang:127.0.0.1:1")]
    [InlineData("PASS, FAIL, INTERRUPTED", "records", "list", "--verdict", "banana")]
    [InlineData("begins at 1", "records", "list", "--take", "-5")]
    [InlineData("is a folder", "image", "/")]
    [InlineData("no index engine 'paper' in this build", "bench", "records", "--index", "paper")]
    public void BadValue_EndsWithTwoAndOneSentence(string sentence, params string[] arguments)
    {
        var result = _appliance.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Image_MissingFile_NamesItOnce()
    {
        var error = _appliance.Run("image", "/nowhere/at/all.hex").Error;

        Assert.Equal(2, error.Split("all.hex").Length);
    }

    [Fact]
    public void Simulate_PortInUse_EndsWithThreeAndOneSentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var result = _appliance.Run("simulate", "stm32f103cb", "--remote-bitbang", $"{port}");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"{port}", Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void NoCommand_PrintsTheHelpAndEndsWithTwo()
    {
        var result = _appliance.Run();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("simulate", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Required command", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownCommand_IsAllThatIsWrong()
    {
        var result = _appliance.Run("bogus");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("There is no command 'bogus' here.", result.Error.Split('\n')[0].TrimEnd());
        Assert.DoesNotContain("Required command", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remote-bitbang:127.0.0.1:1")]
    [InlineData("sim:stm32f103cb,fault=no-target")]
    [InlineData("auto")]
    public void Mem_ProbeOrTargetNotReached_EndsWithOne(string probe)
    {
        var result = _appliance.Run("mem", "read", "0x20000000", "--probe", probe);

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Mem_WithoutProbe_TakesTheOneOfTheSettings()
    {
        File.WriteAllText(Path.Combine(_appliance.Home, "appliance.yaml"), $"probe: {Sim}\n");

        var read = _appliance.Run("mem", "read", "0xE0042000", "--json");
        var write = _appliance.Run("mem", "write", "0x20000000", "1", "2", "--json");

        Assert.Equal((0, 0), (read.ExitCode, write.ExitCode));
        Assert.Equal("0xe0042000", read.Json.GetProperty("address").GetString());
        Assert.EndsWith("410", Assert.Single(read.Json.GetProperty("words").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(2, write.Json.GetProperty("written").GetInt32());
    }

    [Fact]
    public void Mem_WriteRefusedOnTheWay_NamesTheAddressAndWhatWasWritten()
    {
        var result = _appliance.Run("mem", "write", "0x20004ff8", "1", "2", "3", "--probe", Sim);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Writing 0x20005000 failed; 2 of 3 words were written.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_FilterThatMatchesNothing_SaysSo()
    {
        _appliance.Run("demo", "--json");

        Assert.Equal("No record matches.", _appliance.Run("records", "list", "--verdict", "fail").Output.TrimEnd());
        Assert.Single(_appliance.Run("records", "show").Output.Split('\n'), line => line.Contains("Hz", StringComparison.Ordinal));
        Assert.Equal(2, _appliance.Run("records", "show").Output.Split("Hz").Length);
    }

    [Fact]
    public void Targets_Simulated_AreMarked()
    {
        var rows = _appliance.Run("targets", "--json").Json.GetProperty("targets").EnumerateArray()
            .ToDictionary(row => row.GetProperty("name").GetString()!, row => row.GetProperty("simulated").GetBoolean());
        var lines = _appliance.Run("targets").Output.TrimEnd().Split('\n');

        Assert.True(rows["stm32f103cb"]);
        Assert.Equal(rows.Values.Count(simulated => simulated), lines.Count(line => line.Contains("simulated", StringComparison.Ordinal)));
    }
}
