// SPDX-License-Identifier: Apache-2.0
using Appliance.EndToEnd.Tests.Cli;

namespace Appliance.EndToEnd.Tests.Bench;

/// <summary>The figures the loaders are held to.</summary>
public sealed class LoaderBenchTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void OpenOcdBench_EveryChip_TakesLittleMoreThanItsSilicon()
    {
        var run = _appliance.Run("bench", "openocd", "--json");

        Assert.Equal(0, run.ExitCode);
        var rows = run.Json.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["stm32f103cb", "stm32f107vc", "stm32wb55rg"], rows.Select(row => row.GetProperty("chip").GetString()));
        Assert.All(rows, row =>
        {
            Assert.InRange(row.GetProperty("ratioFloor").GetDouble(), 1.0, 1.05);
            Assert.InRange(row.GetProperty("overheadSeconds").GetDouble(), 0.0, 0.06);
        });
    }
}
