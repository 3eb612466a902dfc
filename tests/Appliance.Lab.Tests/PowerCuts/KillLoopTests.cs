// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Appliance.Lab.Tests.Lab;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>kill -9 at any moment of a program that makes boards. 10 rounds; 200 where APPLIANCE_LONG=1.</summary>
public sealed class KillLoopTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 20261121;

    private readonly string _folder = Directory.CreateTempSubdirectory("kill-").FullName;

    private static int Rounds => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 200 : 10;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Kills_LoseNothingThatWasAcknowledged()
    {
        var promises = new Promises(limit: Rounds);
        for (var round = 0; round <= Rounds; round++)
        {
            Life(promises, round, new Random(Seed + round));
            Assert.True(promises.Broken.Count == 0, $"Round {round}, seed {Seed}: {string.Join(' ', promises.Broken)}");
        }

        output.WriteLine($"{Rounds} kills: {promises.Acknowledged} jobs acknowledged, {promises.Interrupted} found interrupted.");
        Assert.True(promises.Acknowledged >= Rounds, "The program made too few boards to prove anything.");
        Assert.True(promises.Interrupted > 0, "No kill hit a job.");
    }

    private void Life(Promises promises, int round, Random random)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Appliance.Lab.Tests.dll"), "jobs", _folder, $"{(round * 1000) + 1}", $"{Rounds}"])
        {
            RedirectStandardOutput = true,
        })!;
        var (lines, jobs, killed) = (0, random.Next(1, 6), false);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            promises.Take(line);
            if (line.StartsWith("ACK ", StringComparison.Ordinal)) lines++;
            if (lines < jobs || killed) continue;
            killed = true;
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(random.Next(60)))) process.Kill();
        }

        Assert.True(process.WaitForExit(Patience.Request));
        Assert.True(killed, "The program ended by itself.");
    }
}
