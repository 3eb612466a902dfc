// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>Records taken away, and the proof of them.</summary>
public sealed class RecordsExportTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Records_AfterTwoJobs_AreExportedFilteredAndAnchored()
    {
        Assert.Equal(2, _appliance.Run("records", "export").ExitCode);
        Assert.Equal(0, _appliance.Run("demo", "--json").ExitCode);
        var anchor = _appliance.Run("records", "anchor").Output.Trim();
        Assert.NotEqual(0, _appliance.Run("demo", "--fault", "no-target", "--json").ExitCode);

        var lines = _appliance.Run("records", "export").Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("record,sequence,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",PASS,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",FAIL,", lines[2], StringComparison.Ordinal);

        var file = Path.Combine(_appliance.Home, "out.jsonl");
        Assert.Equal(0, _appliance.Run("records", "export", "--format", "jsonl", "--verdict", "pass", "-o", file).ExitCode);
        Assert.Equal("PASS", JsonDocument.Parse(Assert.Single(File.ReadAllLines(file))).RootElement.GetProperty("verdict").GetString());
        Assert.False(File.Exists(file + ".part"));

        Assert.Equal(0, _appliance.Run("records", "anchor", "--check", anchor).ExitCode);
        Assert.Equal(1, _appliance.Run("records", "anchor", "--check", $"1:{new string('0', 64)}").ExitCode);
    }

    [Theory]
    [InlineData("export", "--format", "xml")]
    [InlineData("export", "--from", "yesterday")]
    [InlineData("list", "--verdict", "GOOD")]
    [InlineData("anchor", "--check", "1:abc")]
    public void Records_WrongUsage_IsRefused(params string[] arguments)
    {
        _appliance.Run("run", _appliance.Home, "--json");
        Assert.Equal(2, _appliance.Run(["records", .. arguments]).ExitCode);
    }
}
