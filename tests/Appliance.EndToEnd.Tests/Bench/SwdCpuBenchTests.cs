// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Bench;

namespace Appliance.EndToEnd.Tests.Bench;

public sealed class SwdCpuBenchTests
{
    [Fact]
    public void Measure_WithoutCompiler_GivesFiguresOfTheEngine()
    {
        SwdCpuFigures figures = SwdCpuBench.Measure(Environment.GetEnvironmentVariable("SWD_LOOP"));
        Console.Error.WriteLine(figures);
        Assert.True(figures.NsPerClock1 > 0 && figures.NsPerClock8 > 0);
    }
}
