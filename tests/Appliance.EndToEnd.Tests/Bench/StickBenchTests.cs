// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Bench;

namespace Appliance.EndToEnd.Tests.Bench;

public sealed class StickBenchTests
{
    [Fact]
    public void Run_GivesFigures()
    {
        var figures = StickBench.Run();
        Assert.True(figures.WholeSeconds > figures.ReadSeconds && figures.ReadSeconds > 0, figures.ToString());
    }
}
