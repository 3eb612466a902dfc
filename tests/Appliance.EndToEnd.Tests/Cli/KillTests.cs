// SPDX-License-Identifier: Apache-2.0
namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>kill -9 at any moment: the journal stays whole, and the job that was running is recorded as interrupted.</summary>
public sealed class KillTests : IDisposable
{
    private const int Rounds = 12;
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Kill_AtAnyMomentOfAJob_LosesNothingThatWasAcknowledged()
    {
        var random = new Random(20261121);
        var acknowledged = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            using var process = _appliance.Start("demo", "--json");
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(300, 2500)))) process.Kill();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0) acknowledged.Add(System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("record").GetString()!);
        }

        var last = _appliance.Run("demo", "--json");
        Assert.Equal(0, last.ExitCode);
        Assert.Equal(0, _appliance.Run("records", "verify").ExitCode);
        var records = _appliance.Run("records", "list", "--json", "--take", "100").Json.GetProperty("records").EnumerateArray()
            .Select(record => (Id: record.GetProperty("id").GetString()!, Verdict: record.GetProperty("verdict").GetString()!)).ToList();
        Assert.Equal(records.Count, records.Select(record => record.Id).Distinct().Count());
        Assert.All(records, record => Assert.Contains(record.Verdict, new[] { "PASS", "INTERRUPTED" }));
        Assert.Subset(records.Where(record => record.Verdict == "PASS").Select(record => record.Id).ToHashSet(), acknowledged.ToHashSet());
    }
}
