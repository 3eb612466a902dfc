// SPDX-License-Identifier: Apache-2.0
using Appliance.EndToEnd.Tests.Cli;

namespace Appliance.EndToEnd.Tests.Bench;

public sealed class RecordsBenchTests
{
    [Fact]
    public void Json_OneEngine_HasItsFiguresAndOneFlushAnAcknowledgement()
    {
        using var appliance = new ApplianceProcess();

        var figures = appliance.Run("bench", "records", "--index", "sqlite", "--count", "300", "--json").Json;

        var index = Assert.Single(figures.GetProperty("indexes").EnumerateArray());
        Assert.Equal("sqlite", index.GetProperty("engine").GetString());
        Assert.True(index.GetProperty("rebuildPerSecond").GetDouble() > 0);
        Assert.Equal(1, figures.GetProperty("flushesPerAcknowledgement").GetDouble());
        Assert.Empty(Directory.GetDirectories(appliance.Home, "bench-records-*"));
    }
}
