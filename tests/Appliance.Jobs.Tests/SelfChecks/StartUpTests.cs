// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.SelfChecks;
using Appliance.Jobs.Tests.Watchdog;

namespace Appliance.Jobs.Tests.SelfChecks;

/// <summary>Ready is the last word of a start.</summary>
public sealed class StartUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Finish_CheckTakesItsTime_ReadyComesAfterItAndAfterItsConsequences()
    {
        using var leave = new ManualResetEventSlim();
        var (manager, heeded) = (new FakeManager(), new List<SelfCheckState>());
        var start = new StartUp(manager, TimeProvider.System);

        var finish = start.Finish([new SlowCheck(leave)], reports => Heed(reports, manager, heeded), "Page x", CancellationToken.None);
        Assert.Equal("STATUS Self checks …", await manager.Next());
        Assert.False(manager.HasHeard);
        Assert.Empty(start.Reports);
        leave.Set();
        await finish.WaitAsync(Patience);

        Assert.Equal([SelfCheckState.Warn], heeded);
        Assert.Equal("READY Page x, self checks: 1 warn.", await manager.Next());
    }

    private static void Heed(IReadOnlyList<SelfCheckReport> reports, FakeManager manager, List<SelfCheckState> heeded)
    {
        Assert.False(manager.HasHeard);
        heeded.AddRange(reports.Select(report => report.Finding.State));
    }

    private sealed class SlowCheck(ManualResetEventSlim leave) : ISelfCheck
    {
        public string Name => "slow";

        public bool MustHave => true;

        public SelfCheckFinding Look(CancellationToken cancel)
        {
            Assert.True(leave.Wait(Patience, cancel));
            return SelfCheckFinding.Warn("seen", "do");
        }
    }
}
