// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using Appliance.Ports.Wires;
using Appliance.Simulation.Tests.Wire;

namespace Appliance.Simulation.Tests;

public class SpeedTests
{
    [Fact]
    public void Clock_OfOneLane_CostsFarLessThanAJobCanAfford()
    {
        const int transfers = 20_000;
        var bench = Bench.Connected();
        var line = bench.Host.Line;
        var turn = new SwdPhase(SwdPhaseKind.Float, 1);
        SwdPhase[] phases = [new(SwdPhaseKind.Drive, 8), turn, new(SwdPhaseKind.Sample, 36), turn];
        var drive = new uint[8];
        var request = BitHost.Request(false, true, 4);
        for (var i = 0; i < 8; i++)
            drive[i] = (uint)(request >> i) & 1;
        var sample = new uint[36];
        var watch = new Stopwatch();
        for (var i = 0; i < 2 * transfers; i++)
        {
            if (i == transfers)
                watch.Start();
            line.Clock(1, phases, drive, sample);
        }

        var nanoseconds = watch.Elapsed.TotalNanoseconds / (transfers * 46L);
        Assert.Equal(new uint[] { 1, 0, 0 }, sample[..3]);
        Assert.True(nanoseconds < 500, $"{nanoseconds:F1} ns per SWCLK");
    }
}
