// SPDX-License-Identifier: Apache-2.0
using Appliance.EndToEnd.Tests.Cli;

namespace Appliance.EndToEnd.Tests.Bench;

/// <summary>
/// The figures the loaders are held to: three chips, or all of them where APPLIANCE_LONG=1. Beside each, OpenOCD flashes the same image of full size with a work area of its own.
/// </summary>
public sealed class LoaderBenchTests : IDisposable
{
    private readonly ApplianceProcess _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void OpenOcdBench_EveryChip_TakesLittleMoreThanItsSilicon()
    {
        string[] chips = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1"
            ? ["stm32f103cb", "stm32f107vc", "stm32l151cb", "stm32wb55rg", "stm32f746zg", "stm32f767zi", "stm32h735ig", "stm32l476rg", "stm32g071rb", "stm32g474re", "stm32wl55jc", "stm32f407vg"]
            : ["stm32f103cb", "stm32l151cb", "stm32g071rb"];
        var run = _appliance.Run(["bench", "openocd", "--json", .. chips.SelectMany(chip => new[] { "--chip", chip })]);

        Assert.Equal(0, run.ExitCode);
        var rows = run.Json.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(chips, rows.Select(row => row.GetProperty("chip").GetString()));
        Assert.All(rows, row =>
        {
            Assert.InRange(row.GetProperty("ratioFloor").GetDouble(), 1.0, 1.05);
            Assert.InRange(row.GetProperty("overheadSeconds").GetDouble(), 0.0, 0.06);
            if (row.GetProperty("onlyChangedSeconds") is { ValueKind: System.Text.Json.JsonValueKind.Number } again)
                Assert.InRange(again.GetDouble(), 0.0, 0.35);
        });
    }
}
