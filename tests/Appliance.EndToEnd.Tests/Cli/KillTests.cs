// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace Appliance.EndToEnd.Tests.Cli;

/// <summary>kill -9 at any moment: the journal stays whole, and the job that was running is recorded as interrupted.</summary>
public sealed class KillTests : IDisposable
{
    private const int RandomMoments = 6;

    /// <summary>A kill can come too late on a busy machine; that often in a row it does not.</summary>
    private const int MostTries = 5;

    private readonly ApplianceProcess _appliance = new();
    private readonly List<string> _acknowledged = [];

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public async Task Kill_AtAnyMomentOfAJob_LosesNothingThatWasAcknowledged()
    {
        // The line of a stage is printed when it is finished: the kills land in connect, erase, program and verify.
        var killed = new List<string>();
        foreach (var stage in new[] { "probe", "identify", "erase", "program" }) killed.Add(await KillAfter(stage));
        var random = new Random(20261121);
        for (var round = 0; round < RandomMoments; round++) await KillAt(TimeSpan.FromMilliseconds(random.Next(200, 1500)));

        Assert.Equal(0, _appliance.Run("demo", "--json").ExitCode);
        Assert.Equal(0, _appliance.Run("records", "verify").ExitCode);
        var verdicts = _appliance.Run("records", "list", "--json", "--take", "100").Json.GetProperty("records").EnumerateArray()
            .ToDictionary(record => record.GetProperty("id").GetString()!, record => record);
        Assert.All(killed, id => Assert.Equal("INTERRUPTED", Verdict(verdicts[id]).Word));
        Assert.All(_acknowledged, id => Assert.Equal(("PASS", ""), Verdict(verdicts[id])));
        Assert.All(verdicts.Values, record => Assert.Contains(Verdict(record).Word, new[] { "PASS", "INTERRUPTED" }));
    }

    private static (string Word, string Code) Verdict(JsonElement record) =>
        (record.GetProperty("verdict").GetString()!, record.GetProperty("code").GetString()!);

    /// <summary>Kills a job as soon as a stage is finished.</summary>
    /// <returns>The record of the job.</returns>
    private async Task<string> KillAfter(string stage)
    {
        for (var left = MostTries; left > 0; left--)
        {
            using var process = new RunningAppliance(_appliance.Start("demo", "--json"));
            string? record = null;
            while (await process.ReadErrorLine() is { } line)
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (record is null && Array.IndexOf(words, "record") is > 0 and var at) record = words[at + 1];
                else if (words.Contains(stage)) break;
            }

            process.Kill();
            if (!await Acknowledged(process) && !WasOver(record!)) return record!;
        }

        throw new InvalidOperationException($"Every job was over before it could be killed after {stage}.");
    }

    /// <summary>The verdict was on the disk already, and only its announcement was killed.</summary>
    private bool WasOver(string id) => _appliance.Run("records", "list", "--json").Json.GetProperty("records").EnumerateArray()
        .Any(record => record.GetProperty("id").GetString() == id && Verdict(record).Word == "PASS");

    private async Task KillAt(TimeSpan moment)
    {
        using var process = new RunningAppliance(_appliance.Start("demo", "--json"));
        if (!process.EndsWithin(moment)) process.Kill();
        await Acknowledged(process);
    }

    private async Task<bool> Acknowledged(RunningAppliance process)
    {
        if (process.ExitCode != 0) return false;
        _acknowledged.Add(JsonDocument.Parse(await process.Rest()).RootElement.GetProperty("record").GetString()!);
        return true;
    }
}
