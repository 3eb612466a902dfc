// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Bench.Line;

namespace Appliance.EndToEnd.Tests.Bench;

/// <summary>The figures are there and make sense; how good they are is for the bench, not for a test.</summary>
public sealed class LineBenchTests
{
    [Fact]
    public void Run_OnAnyMachine_HasEveryFigure()
    {
        var bench = LineBench.Run(CancellationToken.None);

        Assert.All(
            ["pressToClockMs", "pressToClockFirstMs", "startToReadyMs", "startToReadyFirstMs", "importMs", "importReadMs", "wireNsPerClock1", "wireNsPerClock8", "cNsPerClock1", "wireTimesC1", "wireTimesC8"],
            name => Assert.Single(bench.Figures, figure => figure.Name == name));
        Assert.All(bench.Figures.Where(figure => figure.Name.StartsWith("wireNs", StringComparison.Ordinal)), figure => Assert.True(figure.Value > 0));
        Assert.All(bench.Figures.Where(figure => figure.Name.StartsWith("press", StringComparison.Ordinal)), figure => Assert.True(figure.Value > -1));
        Assert.All(bench.Figures.Where(figure => figure.Name.StartsWith("start", StringComparison.Ordinal)), figure => Assert.True(figure.Value > 1));
        Assert.True(bench.Figures.Single(figure => figure.Name == "importMs").Value > 0);
        Assert.True(bench.Machine.Processors > 0);
        Assert.NotEmpty(bench.Machine.Runtime);
    }
}
