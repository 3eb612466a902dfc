// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Bench.Probes;
using Appliance.Service.Composition;

namespace Appliance.Peers.Tests.Bench;

/// <summary>The figures probes are held to, beside OpenOCD on the same probes.</summary>
public class ProbesBenchTests
{
    private const double MostRoundTrips = 0.5;
    private const double MostTime = 1.15;

    [PeerFact("openocd", "gcc")]
    public async Task EveryProbe_NeedsHalfTheRoundTripsOfOpenOcd_AndLittleMoreTimeThanTheSilicon()
    {
        var rows = await ProbesBench.Run(1, CpuEngine.Engines!, CancellationToken.None);

        Assert.Equal(["st-link", "cmsis-dap-v1", "cmsis-dap-v2"], rows.Select(row => row.Probe));
        Assert.All(rows, row =>
        {
            Assert.InRange(row.RoundTripsVsOpenOcd!.Value, 0.01, MostRoundTrips);
            Assert.InRange(row.RatioFloor, 1.0, MostTime);
        });
    }
}
